-- Removes results without a receipt whose time is over. Rows: none.
-- $1 expired before, epoch seconds
DELETE FROM verification_result WHERE expires_at <= $1 AND receipt_no IS NULL
