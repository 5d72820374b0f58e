-- A document of the result. Rows: optional.
-- $1 check, $2 kind
SELECT content_sealed FROM bulk_document WHERE bulk_id = $1 AND kind = $2
