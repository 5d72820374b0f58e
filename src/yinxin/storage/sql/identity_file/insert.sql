-- Keeps an uploaded file until it is sent with a message. Rows: none.
-- $1 file, $2 owner's index, $3 sealed name, $4 media type, $5 size in bytes,
-- $6 hash of the sealed file, $7 now, epoch seconds, $8 deleted then unless sent, epoch seconds
INSERT INTO identity_file (file_id, owner_index, name_sealed, media, size, blob_sha256, uploaded_at,
                           delete_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
