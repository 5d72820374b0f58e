-- Uses a recovery code up; no row is changed where there is none of it. Rows: none.
-- $1 account id, $2 hash of the code, $3 at, epoch seconds
UPDATE account_recovery_code SET used_at = $3
WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL
