-- +goose Up
-- Why a resident said no, as far as they told. It is no part of the answer: what is
-- delivered or decided on never holds it.
CREATE TABLE reasons (
	offer    TEXT NOT NULL,
	sequence BIGINT NOT NULL,
	sealed   BLOB NOT NULL,
	PRIMARY KEY (offer, sequence),
	FOREIGN KEY (offer, sequence) REFERENCES answers (offer, sequence) ON DELETE CASCADE
);

-- +goose Down
DROP TABLE reasons;
