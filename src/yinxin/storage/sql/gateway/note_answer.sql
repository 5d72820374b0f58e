-- A gateway takes messages: it is not left alone any more. Rows: none.
-- $1 name
UPDATE message_gateway SET failures = 0, paused_until = 0
WHERE name = $1 AND (failures > 0 OR paused_until > 0)
