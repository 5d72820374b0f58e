-- Accounts that are or were bound to a person, in the order of binding. Rows: many.
-- $1 holder
SELECT account_id, proof, bound_at, ended_at FROM account_holder WHERE holder_id = $1
ORDER BY bound_at, account_id
