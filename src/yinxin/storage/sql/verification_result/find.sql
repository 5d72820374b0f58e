-- One result that is still kept. Rows: optional.
-- $1 hash of the token, $2 now, epoch seconds
SELECT checked_at, expires_at, report_sealed, receipt_no, receipt_made_at
FROM verification_result
WHERE token_hash = $1 AND expires_at > $2 AND report_sealed IS NOT NULL
