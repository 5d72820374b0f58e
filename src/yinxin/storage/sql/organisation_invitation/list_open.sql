-- Invitations of an organisation that may still be used, newest first. Rows: many.
-- $1 organisation, $2 now, epoch seconds
SELECT invitation_id, code_sealed, made_at, expires_at
FROM organisation_invitation
WHERE organisation_id = $1 AND ended_at IS NULL AND expires_at > $2
ORDER BY made_at DESC, invitation_id DESC
