-- Adds to the conversation about a doubt, behind what is there. Rows: none.
-- $1 holder, $2 doubt, $3 number in the conversation, $4 kind, $5 account or staff, $6 encrypted text,
-- $7 now, epoch seconds
INSERT INTO doubt_message (holder_id, doubt_id, seq, kind, author_id, text_sealed, written_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
