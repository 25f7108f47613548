-- +goose Up
-- What a try with a code that nobody was given writes in place of a letter, so that it
-- takes as long as one with a code that somebody has.
INSERT INTO turns (name, taken) VALUES ('code', 0);

-- +goose Down
DELETE FROM turns WHERE name = 'code';
