-- Counts anonymous looks at a copy, aggregated per door and minute. Rows: none.
-- $1 holder, $2 copy, $3 door, $4 start of the minute, epoch seconds, $5 how many
INSERT INTO copy_check (holder_id, copy_id, door, minute_at, checks) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (holder_id, copy_id, door, minute_at)
DO UPDATE SET checks = copy_check.checks + excluded.checks
