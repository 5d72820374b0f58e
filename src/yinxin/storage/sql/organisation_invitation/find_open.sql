-- The invitation of a code that may still be used. Rows: optional.
-- $1 index of the code, $2 now, epoch seconds
SELECT i.organisation_id, i.invitation_id, o.name, o.standing, i.expires_at
FROM organisation_invitation i JOIN organisation o ON o.organisation_id = i.organisation_id
WHERE i.code_index = $1 AND i.ended_at IS NULL AND i.expires_at > $2 AND o.standing <> 'closed'
