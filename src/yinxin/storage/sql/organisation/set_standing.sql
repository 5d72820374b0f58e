-- Confirms an organisation, takes that back, or closes it. Rows: none.
-- $1 organisation, $2 standing, $3 class, $4 now, epoch seconds
UPDATE organisation SET standing = $2, class = $3, standing_at = $4 WHERE organisation_id = $1
