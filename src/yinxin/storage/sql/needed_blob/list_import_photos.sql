-- Photos of imports, a page of all of them. Rows: many.
-- $1 after this import, $2 and entry, $3 at most
SELECT import_id, entry_no, sha256 FROM import_photo
WHERE (import_id, entry_no) > ($1, $2) AND sha256 IS NOT NULL
ORDER BY import_id, entry_no LIMIT $3
