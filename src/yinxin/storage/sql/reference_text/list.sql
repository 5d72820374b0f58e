-- Every version of a reference text. Rows: many.
-- $1 name
SELECT name, version, body, effective_at FROM reference_text WHERE name = $1 ORDER BY version
