-- Keeps one answer; an item has each part once. Rows: none.
-- $1 check, $2 item, $3 part, from 0, $4 rank, $5 verdict, $6 sealed answer
INSERT INTO bulk_answer (bulk_id, item_no, part, rank, verdict, answer_sealed)
VALUES ($1, $2, $3, $4, $5, $6)
