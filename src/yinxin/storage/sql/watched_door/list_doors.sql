-- What happened at each door since an hour. Rows: many.
-- $1 the first hour
SELECT door, SUM(tries), SUM(misses), SUM(refusals), SUM(asked), SUM(met), SUM(alarms)
FROM door_hour WHERE hour >= $1 GROUP BY door ORDER BY door
