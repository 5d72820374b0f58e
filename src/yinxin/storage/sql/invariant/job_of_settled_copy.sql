-- I6: open jobs whose copy is settled already, or gone (crosses holders; each row: what, and the
-- state of the copy). Rows: many.
SELECT CAST(j.job_id AS TEXT), COALESCE(k.state, 'gone')
FROM job j
LEFT JOIN copy k ON k.holder_id = j.holder_id AND k.copy_id = j.copy_id
WHERE j.state IN ('waiting', 'leased') AND (k.state IS NULL OR k.state <> 'pressing')
ORDER BY j.job_id
