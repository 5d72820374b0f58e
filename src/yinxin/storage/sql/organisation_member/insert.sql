-- An account joins, in the lowest of its slots that is free. Rows: none.
-- $1 organisation, $2 account, $3 role, $4 slot, $5 now, epoch seconds
INSERT INTO organisation_member (organisation_id, account_id, role, slot, joined_at)
VALUES ($1, $2, $3, $4, $5)
