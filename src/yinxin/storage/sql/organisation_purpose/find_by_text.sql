-- The purpose in use that has these words. Rows: optional.
-- $1 organisation, $2 index of the text
SELECT purpose_id FROM organisation_purpose
WHERE organisation_id = $1 AND text_index = $2 AND retired_at IS NULL
