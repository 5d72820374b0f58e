-- Looks at the copies of one certificate line, per copy, door and UTC+8 day, newest first. Rows: many.
-- $1 holder, $2 line
SELECT k.copy_id, c.copy_no, k.door, (k.minute_at + 28800) / 86400, SUM(k.checks)
FROM copy_check k
JOIN copy c ON c.holder_id = k.holder_id AND c.copy_id = k.copy_id
WHERE k.holder_id = $1 AND c.line_id = $2
GROUP BY k.copy_id, c.copy_no, k.door, (k.minute_at + 28800) / 86400
ORDER BY 4 DESC, k.copy_id DESC, k.door
