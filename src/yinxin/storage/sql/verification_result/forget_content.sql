-- Leaves of old receipts what recognises them. Rows: none.
-- $1 expired before, epoch seconds
UPDATE verification_result SET report_sealed = NULL, pdf_sealed = NULL, json_sealed = NULL
WHERE expires_at <= $1 AND receipt_no IS NOT NULL AND report_sealed IS NOT NULL
