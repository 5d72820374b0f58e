-- Adds what happened at a door within an hour. Rows: none.
-- $1 door key, $2 hour since the epoch, $3 tries, $4 misses, $5 refusals, $6 asked, $7 met, $8 alarms
INSERT INTO door_hour (door, hour, tries, misses, refusals, asked, met, alarms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (door, hour) DO UPDATE
SET tries = door_hour.tries + excluded.tries, misses = door_hour.misses + excluded.misses,
    refusals = door_hour.refusals + excluded.refusals, asked = door_hour.asked + excluded.asked,
    met = door_hour.met + excluded.met, alarms = door_hour.alarms + excluded.alarms
