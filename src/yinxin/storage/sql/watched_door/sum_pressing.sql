-- What pressed at each door since a minute. Rows: many.
-- $1 the first minute counted
SELECT door, SUM(pressing) FROM door_minute WHERE minute >= $1 GROUP BY door ORDER BY door
