-- A purpose is no longer offered. Rows: none.
-- $1 organisation, $2 purpose, $3 now, epoch seconds
UPDATE organisation_purpose SET retired_at = $3
WHERE organisation_id = $1 AND purpose_id = $2 AND retired_at IS NULL
