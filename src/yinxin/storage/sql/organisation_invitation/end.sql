-- Uses an invitation up, or withdraws it (by nobody); once. Rows: none.
-- $1 organisation, $2 invitation, $3 account that joins or NULL, $4 now, epoch seconds
UPDATE organisation_invitation SET ended_at = $4, used_by = $3
WHERE organisation_id = $1 AND invitation_id = $2 AND ended_at IS NULL AND expires_at > $4
