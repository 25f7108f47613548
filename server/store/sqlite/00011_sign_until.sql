-- +goose Up
-- The last day on which a partner can sign, as they were told. Until now that was the last
-- day of the offer, with the time that it stood still.
ALTER TABLE signatures ADD COLUMN last_day BIGINT NOT NULL DEFAULT 0;
UPDATE signatures SET last_day = (SELECT CASE WHEN o.expires_on = 0 THEN signatures.made_at / 86400 + 365
	ELSE o.expires_on + (86399 + (SELECT CAST(COALESCE(SUM(n.at - a.at), 0) AS BIGINT) FROM answers a
		JOIN answers n ON n.offer = a.offer AND n.sequence = a.sequence + 1
		WHERE a.offer = o.id AND a.kind = 'talk')) / 86400 END
	FROM offers o WHERE o.id = signatures.offer);

-- +goose Down
ALTER TABLE signatures DROP COLUMN last_day;
