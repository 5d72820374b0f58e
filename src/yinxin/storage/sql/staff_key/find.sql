-- A key with its owner, who may log in. Rows: optional.
-- $1 key id, $2 now, epoch seconds
SELECT k.staff_id, s.login_name, s.name_sealed, s.issuer_id, k.public_key
FROM staff_key k JOIN staff s ON s.staff_id = k.staff_id
WHERE k.key_id = $1 AND k.expires_at > $2 AND s.state = 'active'
