-- Removes invitations that were over long ago. Rows: none.
-- $1 expired before, epoch seconds
DELETE FROM staff_invitation WHERE expires_at < $1
