-- Keeps one recovery code. Rows: none.
-- $1 staff id, $2 hash of the code
INSERT INTO staff_recovery_code (staff_id, code_hash) VALUES ($1, $2)
