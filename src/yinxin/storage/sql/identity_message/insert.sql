-- Adds to the conversation about a request. Rows: none.
-- $1 case, $2 number, $3 kind, $4 account or staff, 0 for nobody known, $5 sealed text,
-- $6 now, epoch seconds
INSERT INTO identity_message (case_id, seq, kind, author_id, text_sealed, written_at)
VALUES ($1, $2, $3, $4, $5, $6)
