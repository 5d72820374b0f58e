-- Accounts of providers that open an account. Rows: many.
-- $1 account id
SELECT issuer, linked_at FROM account_provider WHERE account_id = $1 ORDER BY linked_at, issuer
