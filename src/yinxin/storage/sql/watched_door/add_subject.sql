-- Counts somebody who misses, or who is tried. Rows: none.
-- $1 door key, $2 hour since the epoch, $3 "address" or "target", $4 short form of a keyed hash,
-- $5 how often
INSERT INTO door_subject (door, hour, kind, subject, hits) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (door, hour, kind, subject) DO UPDATE SET hits = door_subject.hits + excluded.hits
