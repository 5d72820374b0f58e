-- The files of a receipt that is still kept. Rows: optional.
-- $1 hash of the token, $2 now, epoch seconds
SELECT receipt_no, pdf_sealed, json_sealed
FROM verification_result
WHERE token_hash = $1 AND expires_at > $2 AND pdf_sealed IS NOT NULL AND json_sealed IS NOT NULL
