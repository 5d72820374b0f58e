-- A measure per item, the largest first. Rows: many.
-- $1 measure key, $2 first day, $3 last day, $4 issuer id, '' for all, $5 item id, '' for all,
-- $6 province, '' for all
SELECT item_id, SUM(n) AS total FROM daily_count
WHERE measure = $1 AND day >= $2 AND day <= $3 AND ($4 = '' OR issuer_id = $4)
  AND ($5 = '' OR item_id = $5) AND ($6 = '' OR province = $6)
GROUP BY item_id ORDER BY total DESC, item_id
