-- Everybody of the office. Rows: many.
SELECT staff_id, login_name, name_sealed, issuer_id, state, password_hash, totp_sealed, totp_step,
       created_at, last_login_at
FROM staff ORDER BY login_name
