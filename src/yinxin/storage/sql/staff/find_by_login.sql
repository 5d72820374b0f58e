-- Who has this login name. Rows: optional.
-- $1 login name in its one spelling
SELECT s.staff_id, s.login_name, s.name_sealed, s.issuer_id, s.state, s.password_hash, s.totp_sealed,
       s.totp_step, s.created_at, s.last_login_at
FROM lookup_staff_login l JOIN staff s ON s.staff_id = l.staff_id
WHERE l.login_name = $1
