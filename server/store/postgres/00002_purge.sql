-- +goose Up
-- Every scan first deletes what may no longer be kept: without an index that reads
-- the facts of a whole city.
CREATE INDEX residents_purge_on ON residents (purge_on);

-- +goose Down
DROP INDEX residents_purge_on;
