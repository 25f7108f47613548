-- +goose Up
-- What the authority decided on an application, as it told us: the last word counts.
CREATE TABLE decisions (
	offer    TEXT NOT NULL,
	sequence BIGINT NOT NULL,
	sealed   BYTEA NOT NULL,
	PRIMARY KEY (offer, sequence),
	FOREIGN KEY (offer, sequence) REFERENCES answers (offer, sequence) ON DELETE CASCADE
);
CREATE UNIQUE INDEX answers_number ON answers (number);

-- +goose Down
DROP INDEX answers_number;
DROP TABLE decisions;
