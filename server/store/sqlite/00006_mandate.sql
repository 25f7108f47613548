-- +goose Up
-- Whom a resident asked to help, with what and until when. The helper is unknown until
-- the code was taken; of the code there is only a hash.
CREATE TABLE mandates (
	id        TEXT NOT NULL PRIMARY KEY,
	subject   TEXT NOT NULL,
	helper    TEXT NOT NULL DEFAULT '',
	name      BLOB NOT NULL,
	schemes   TEXT NOT NULL,
	answers   BIGINT NOT NULL,
	code_hash BLOB NOT NULL UNIQUE,
	made_at   BIGINT NOT NULL,
	until_on  BIGINT NOT NULL,
	ended_at  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX mandates_subject ON mandates (subject);
CREATE INDEX mandates_helper ON mandates (helper);

-- A session of a helper carries the mandate that it rests on.
ALTER TABLE sessions ADD COLUMN mandate TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE sessions DROP COLUMN mandate;
DROP TABLE mandates;
