-- +goose Up
-- Who of the staff may sign in, and as what. The id is a keyed hash of what the provider
-- calls them.
CREATE TABLE staff (
	id          TEXT NOT NULL PRIMARY KEY,
	name        BYTEA NOT NULL,
	roles       TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	disabled_at BIGINT NOT NULL DEFAULT 0
);

-- A session is of a resident or of staff, and never of both.
ALTER TABLE sessions ADD COLUMN staff TEXT NOT NULL DEFAULT '' CHECK (staff = '' OR subject = '');
CREATE INDEX sessions_staff ON sessions (staff);

-- +goose Down
DROP INDEX sessions_staff;
ALTER TABLE sessions DROP COLUMN staff;
DROP TABLE staff;
