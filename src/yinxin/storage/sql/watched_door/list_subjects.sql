-- Those counted most since an hour. Rows: many.
-- $1 the first hour, $2 door key, '' for all, $3 "address" or "target", $4 at most
SELECT door, subject, SUM(hits) AS total FROM door_subject
WHERE hour >= $1 AND ($2 = '' OR door = $2) AND kind = $3
GROUP BY door, subject ORDER BY total DESC, subject, door LIMIT $4
