-- One page of the answers, gravest first. Rows: many.
-- $1 check, $2 lowest rank, $3 highest rank, $4 at most so many, $5 after so many
SELECT item_no, part, verdict, answer_sealed FROM bulk_answer
WHERE bulk_id = $1 AND rank >= $2 AND rank <= $3
ORDER BY rank, item_no, part LIMIT $4 OFFSET $5
