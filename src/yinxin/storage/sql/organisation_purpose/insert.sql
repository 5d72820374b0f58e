-- Saves a purpose. Rows: none.
-- $1 organisation, $2 purpose, $3 sealed text, $4 index of the text, $5 kind, $6 now, epoch seconds
INSERT INTO organisation_purpose (organisation_id, purpose_id, text_sealed, text_index, kind,
                                  created_at)
VALUES ($1, $2, $3, $4, $5, $6)
