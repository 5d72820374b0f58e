-- Gives a passkey another name. Rows: none.
-- $1 account id, $2 slot, $3 sealed name
UPDATE account_passkey SET label_sealed = $3 WHERE account_id = $1 AND slot = $2
