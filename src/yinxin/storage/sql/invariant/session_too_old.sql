-- I11: logins that were used after their longest time (each row: whose, and the seconds). Rows: many.
-- $1 the longest time in seconds
SELECT CAST(s.account_id AS TEXT), CAST(s.seen_at - s.created_at AS TEXT)
FROM session s WHERE s.seen_at - s.created_at >= $1
ORDER BY s.account_id
