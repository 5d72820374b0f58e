-- Ends whatever invitations somebody still has. Rows: none.
-- $1 staff id, $2 at, epoch seconds
UPDATE staff_invitation SET used_at = $2 WHERE staff_id = $1 AND used_at IS NULL
