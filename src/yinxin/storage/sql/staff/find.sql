-- One of the office. Rows: optional.
-- $1 staff id
SELECT staff_id, login_name, name_sealed, issuer_id, state, password_hash, totp_sealed, totp_step,
       created_at, last_login_at
FROM staff WHERE staff_id = $1
