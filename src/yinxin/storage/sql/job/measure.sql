-- How much waits and since when, for metrics and alarms (crosses holders). Each figure from its own
-- partial index, none from the jobs that are done. Rows: one.
SELECT (SELECT COUNT(*) FROM job WHERE state IN ('waiting', 'leased')),
       COALESCE((SELECT MIN(created_at) FROM job WHERE state IN ('waiting', 'leased')), 0),
       (SELECT COUNT(*) FROM job WHERE state = 'dead')
