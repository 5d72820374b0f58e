-- Forgets the answers of a check. Rows: none.
-- $1 check
DELETE FROM bulk_answer WHERE bulk_id = $1
