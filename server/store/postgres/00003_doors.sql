-- +goose Up
-- By which door a resident came in: what a session may do depends on it.
ALTER TABLE sessions ADD COLUMN door TEXT NOT NULL DEFAULT 'letter';

-- +goose Down
ALTER TABLE sessions DROP COLUMN door;
