-- Somebody wants an account to have another mobile. Rows: none.
-- $1 change, $2 account, $3 sealed mobile, $4 proof, $5 now, $6 in force then, epoch seconds
INSERT INTO mobile_change (change_id, account_id, mobile_sealed, proof, state, asked_at, effective_at)
VALUES ($1, $2, $3, $4, 'waiting', $5, $6)
