-- Keeps an uploaded file until it is sent with a message. Rows: none.
-- $1 holder, $2 file, $3 line, $4 account, $5 encrypted name, $6 media type, $7 size in bytes,
-- $8 hash of the sealed file, $9 now, epoch seconds, $10 deleted then unless sent, epoch seconds
INSERT INTO doubt_file (holder_id, file_id, line_id, account_id, name_sealed, media, size,
                        blob_sha256, uploaded_at, delete_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
