-- One file of an archive of photos. Rows: none.
-- $1 import id, $2 number of the entry, $3 sealed name, $4 name index, $5 SHA-256 or NULL,
-- $6 whether the photo is somebody else's too, $7 problem or ''
INSERT INTO import_photo (import_id, entry_no, name_sealed, name_index, sha256, is_shared, problem)
VALUES ($1, $2, $3, $4, $5, $6, $7)
