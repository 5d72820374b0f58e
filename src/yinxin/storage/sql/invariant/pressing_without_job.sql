-- I6: copies that wait for their press without exactly one open job (crosses holders; each row:
-- what, and how many jobs). Rows: many.
SELECT CAST(k.copy_id AS TEXT), CAST(COUNT(j.job_id) AS TEXT)
FROM copy k
LEFT JOIN job j ON j.holder_id = k.holder_id AND j.copy_id = k.copy_id
    AND j.state IN ('waiting', 'leased')
WHERE k.state = 'pressing'
GROUP BY k.holder_id, k.copy_id
HAVING COUNT(j.job_id) <> 1
ORDER BY k.copy_id
