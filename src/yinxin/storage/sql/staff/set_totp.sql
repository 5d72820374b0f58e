-- Sets another secret for codes; the step just proved is used up. Rows: none.
-- $1 staff id, $2 sealed secret, $3 step
UPDATE staff SET totp_sealed = $2, totp_step = $3 WHERE staff_id = $1
