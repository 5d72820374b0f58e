-- Lets somebody in who accepted an invitation or came back by recovery. Rows: none.
-- $1 staff id, $2 password hash, $3 sealed secret for codes, $4 step just proved
UPDATE staff SET state = 'active', password_hash = $2, totp_sealed = $3, totp_step = $4
WHERE staff_id = $1 AND state <> 'disabled'
