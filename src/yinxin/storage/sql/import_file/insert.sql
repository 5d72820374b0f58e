-- What was uploaded and waits in a sealed file. Rows: none.
-- $1 import id, $2 kind key, $3 sealed name, $4 name in the spool, $5 sealed key, $6 size in bytes,
-- $7 SHA-256, $8 number of its first entry, $9 now, epoch seconds
INSERT INTO import_file (import_id, kind, name_sealed, spool, key_sealed, size, sha256, first_entry,
                         uploaded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (import_id, kind) DO UPDATE SET
    name_sealed = excluded.name_sealed, spool = excluded.spool, key_sealed = excluded.key_sealed,
    size = excluded.size, sha256 = excluded.sha256, first_entry = excluded.first_entry,
    uploaded_at = excluded.uploaded_at
