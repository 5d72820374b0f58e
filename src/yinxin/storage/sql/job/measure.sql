-- How much waits and since when, for metrics and alarms (crosses holders). Each figure from its own
-- partial index, none from the jobs that are done; the oldest of each open state is the first of its
-- part of the index. Rows: one.
SELECT (SELECT COUNT(*) FROM job WHERE state IN ('waiting', 'leased')),
       COALESCE((SELECT MIN(since) FROM
                 (SELECT MIN(created_at) AS since FROM job
                  WHERE state IN ('waiting', 'leased') AND state = 'waiting'
                  UNION ALL
                  SELECT MIN(created_at) FROM job
                  WHERE state IN ('waiting', 'leased') AND state = 'leased') AS oldest), 0),
       (SELECT COUNT(*) FROM job WHERE state = 'dead')
