-- Puts other words in the place of a purpose's own. Rows: none.
-- $1 organisation, $2 purpose, $3 sealed text, $4 index of the text
UPDATE organisation_purpose SET text_sealed = $3, text_index = $4
WHERE organisation_id = $1 AND purpose_id = $2 AND retired_at IS NULL
