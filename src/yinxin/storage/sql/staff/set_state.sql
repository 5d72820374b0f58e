-- Shuts somebody out, or lets back in who is complete. Rows: none.
-- $1 staff id, $2 state key
UPDATE staff SET state = $2 WHERE staff_id = $1
