-- The keys of somebody, oldest first. Rows: many.
-- $1 staff id
SELECT key_id, public_key, label, created_at, expires_at, last_used_at
FROM staff_key WHERE staff_id = $1 ORDER BY created_at, key_id
