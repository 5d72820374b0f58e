-- How many owners there are besides one account. Rows: one.
-- $1 organisation, $2 account
SELECT COUNT(account_id) FROM organisation_member
WHERE organisation_id = $1 AND account_id <> $2 AND role = 'owner'
