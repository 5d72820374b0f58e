-- Uses up the step of a code; no row is changed where it, or a later one, was used. Rows: none.
-- $1 staff id, $2 step
UPDATE staff SET totp_step = $2 WHERE staff_id = $1 AND totp_step < $2
