-- Keeps a document of the result. Rows: none.
-- $1 check, $2 kind, $3 sealed content
INSERT INTO bulk_document (bulk_id, kind, content_sealed) VALUES ($1, $2, $3)
