-- Binds an account to a person; a closed binding opens again. Rows: none.
-- $1 account id, $2 holder id, $3 proof key, $4 at, epoch seconds
INSERT INTO account_holder (account_id, holder_id, proof, bound_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, holder_id) DO UPDATE
SET proof = excluded.proof, bound_at = excluded.bound_at, ended_at = NULL
WHERE account_holder.ended_at IS NOT NULL
