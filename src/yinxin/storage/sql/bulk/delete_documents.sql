-- Forgets the documents of a check. Rows: none.
-- $1 check
DELETE FROM bulk_document WHERE bulk_id = $1
