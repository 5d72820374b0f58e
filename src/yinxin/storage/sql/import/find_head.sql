-- The sealed first rows of an import's table. Rows: optional.
-- $1 import id
SELECT head_sealed FROM import WHERE import_id = $1 AND head_sealed IS NOT NULL
