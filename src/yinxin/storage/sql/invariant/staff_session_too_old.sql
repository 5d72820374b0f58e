-- I11: logins of the office that were used after their longest time (each row: whose, and the
-- seconds). Rows: many.
-- $1 the longest time in seconds
SELECT CAST(s.staff_id AS TEXT), CAST(s.seen_at - s.created_at AS TEXT)
FROM staff_session s WHERE s.seen_at - s.created_at >= $1
ORDER BY s.staff_id
