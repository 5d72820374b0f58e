-- How many people who can log in hold a role for a whole authority, one person left out. Rows: one.
-- $1 role key, $2 staff id that does not count, $3 issuer id; empty: all authorities
SELECT COUNT(1) FROM staff_role r JOIN staff s ON s.staff_id = r.staff_id
WHERE r.role = $1 AND s.state = 'active' AND s.staff_id <> $2
  AND (s.issuer_id = '' OR s.issuer_id = $3)
