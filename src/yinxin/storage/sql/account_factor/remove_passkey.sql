-- Forgets one passkey of an account. Rows: none.
-- $1 account id, $2 slot
DELETE FROM account_passkey WHERE account_id = $1 AND slot = $2
