-- Forgets invitations that nobody can use any more. Rows: none.
-- $1 expired before, epoch seconds
DELETE FROM organisation_invitation WHERE expires_at < $1
