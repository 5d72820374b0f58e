-- Uses an invitation up; no row is changed where it was used before. Rows: none.
-- $1 hash of its code, $2 at, epoch seconds
UPDATE staff_invitation SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL
