-- Enters somebody of the office, invited. Rows: none.
-- $1 staff id, $2 login name, $3 sealed name, $4 issuer id or '', $5 created at, epoch seconds
INSERT INTO staff (staff_id, login_name, name_sealed, issuer_id, state, password_hash, created_at)
VALUES ($1, $2, $3, $4, 'invited', '', $5)
