-- How many alarms nobody has dealt with, by kind, for metrics. Rows: many.
SELECT kind, COUNT(*) FROM alarm WHERE ended_at IS NULL GROUP BY kind ORDER BY kind
