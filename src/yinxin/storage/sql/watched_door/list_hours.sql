-- What happened at a door, or at all of them, hour by hour. Rows: many.
-- $1 the first hour, $2 door key, '' for all
SELECT hour, SUM(tries), SUM(misses), SUM(refusals), SUM(asked), SUM(met), SUM(alarms)
FROM door_hour WHERE hour >= $1 AND ($2 = '' OR door = $2) GROUP BY hour ORDER BY hour
