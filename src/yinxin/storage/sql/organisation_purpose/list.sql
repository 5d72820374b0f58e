-- The purposes an organisation uses, the oldest first. Rows: many.
-- $1 organisation
SELECT purpose_id, text_sealed, kind, created_at
FROM organisation_purpose
WHERE organisation_id = $1 AND retired_at IS NULL
ORDER BY created_at, purpose_id
