-- What was uploaded to an import. Rows: optional.
-- $1 import id, $2 kind key
SELECT name_sealed, spool, key_sealed, size, sha256, first_entry, uploaded_at
FROM import_file WHERE import_id = $1 AND kind = $2
