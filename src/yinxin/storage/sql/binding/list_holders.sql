-- Persons an account is bound to, in the order of binding. Rows: many.
-- $1 account id
SELECT holder_id, bound_at FROM account_holder WHERE account_id = $1 AND ended_at IS NULL
ORDER BY bound_at, holder_id
