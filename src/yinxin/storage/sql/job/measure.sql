-- How much waits and since when, for metrics and alarms (crosses holders). Rows: one.
SELECT COALESCE(SUM(CASE WHEN state IN ('waiting', 'leased') THEN 1 ELSE 0 END), 0),
       COALESCE(MIN(CASE WHEN state IN ('waiting', 'leased') THEN created_at END), 0),
       COALESCE(SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END), 0)
FROM job
