-- Keeps one recovery code. Rows: none.
-- $1 account id, $2 hash of the code
INSERT INTO account_recovery_code (account_id, code_hash) VALUES ($1, $2)
