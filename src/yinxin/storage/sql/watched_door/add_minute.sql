-- Adds what presses at a door within a minute. Rows: none.
-- $1 door key, $2 minute since the epoch, $3 how many
INSERT INTO door_minute (door, minute, pressing) VALUES ($1, $2, $3)
ON CONFLICT (door, minute) DO UPDATE SET pressing = door_minute.pressing + excluded.pressing
