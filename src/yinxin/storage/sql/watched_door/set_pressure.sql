-- Sets the pressure of a door. Rows: none.
-- $1 door key, $2 level, $3 at, epoch seconds
INSERT INTO door_pressure (door, level, changed_at) VALUES ($1, $2, $3)
ON CONFLICT (door) DO UPDATE SET level = excluded.level, changed_at = excluded.changed_at
