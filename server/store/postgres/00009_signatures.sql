-- +goose Up
-- The signature of the partner that an application waits for. The partner is unknown until
-- somebody took the code, of which there is only a hash, and nothing says why somebody does
-- not sign. What is to be delivered lies here, and in the outbox only once it was signed.
CREATE TABLE signatures (
	id         TEXT NOT NULL PRIMARY KEY,
	offer      TEXT NOT NULL,
	sequence   BIGINT NOT NULL,
	partner    TEXT NOT NULL DEFAULT '',
	code_hash  BYTEA UNIQUE,
	made_at    BIGINT NOT NULL,
	payload    BYTEA,
	signed_at  BIGINT NOT NULL DEFAULT 0,
	door       TEXT NOT NULL DEFAULT '',
	refused_at BIGINT NOT NULL DEFAULT 0,
	UNIQUE (offer, sequence),
	FOREIGN KEY (offer, sequence) REFERENCES answers (offer, sequence) ON DELETE CASCADE
);
CREATE INDEX signatures_partner ON signatures (partner);

-- +goose Down
DROP TABLE signatures;
