-- Reserves one copy with its numbers; the file follows. Rows: none.
-- $1 holder, $2 copy, $3 copy number, $4 copy code, $5 token, $6 line, $7 certificate version,
-- $8 endorsement or NULL, $9 now, epoch seconds
INSERT INTO copy (holder_id, copy_id, copy_no, copy_code, token, line_id, version, endorsement_id,
                  state, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pressing', $9)
