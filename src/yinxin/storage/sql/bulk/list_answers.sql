-- Answers in the order of what was handed in, from a place on. Rows: many.
-- $1 check, $2 item, $3 part behind which to begin, $4 at most so many
SELECT item_no, part, verdict, answer_sealed FROM bulk_answer
WHERE bulk_id = $1 AND (item_no > $2 OR (item_no = $2 AND part > $3))
ORDER BY item_no, part LIMIT $4
