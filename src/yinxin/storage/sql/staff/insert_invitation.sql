-- Keeps an invitation. Rows: none.
-- $1 hash of its code, $2 staff id, $3 kind key, $4 sealed secret for codes, $5 made by staff id
-- (0: the operator), $6 created at, $7 expires at, epoch seconds
INSERT INTO staff_invitation (code_hash, staff_id, kind, secret_sealed, made_by, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
