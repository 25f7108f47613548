-- +goose Up
-- What a resident pressed Save for, to go on with later: one for each door by which
-- they came, because who holds a letter is not always who signed in.
CREATE TABLE drafts (
	offer    TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
	door     TEXT NOT NULL,
	sealed   BYTEA NOT NULL,
	saved_at BIGINT NOT NULL,
	purge_on BIGINT NOT NULL,
	PRIMARY KEY (offer, door)
);
CREATE INDEX drafts_purge_on ON drafts (purge_on);

-- +goose Down
DROP TABLE drafts;
