-- Adds entries up to one into the days they belong to. Rows: none.
-- $1 the last entry id
INSERT INTO daily_count (day, measure, issuer_id, item_id, province, detail, n)
SELECT day, measure, issuer_id, item_id, province, detail, SUM(n)
FROM count_entry WHERE entry_id <= $1
GROUP BY day, measure, issuer_id, item_id, province, detail
ON CONFLICT (measure, day, issuer_id, item_id, province, detail)
DO UPDATE SET n = daily_count.n + excluded.n
