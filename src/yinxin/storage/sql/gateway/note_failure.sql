-- A gateway took nothing. Rows: none.
-- $1 name, $2 failures by now, $3 left alone until, epoch seconds, 0: not
UPDATE message_gateway SET failures = $2, paused_until = $3 WHERE name = $1
