-- The change of mobile an account waits for. Rows: optional.
-- $1 account
SELECT change_id, account_id, mobile_sealed, proof, asked_at, effective_at FROM mobile_change
WHERE account_id = $1 AND state = 'waiting'
