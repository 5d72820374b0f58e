-- Invites whoever has the code. Rows: none.
-- $1 organisation, $2 invitation, $3 index of the code, $4 sealed code, $5 account that invites,
-- $6 now, $7 expires at, epoch seconds
INSERT INTO organisation_invitation (organisation_id, invitation_id, code_index, code_sealed,
                                     made_by, made_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
