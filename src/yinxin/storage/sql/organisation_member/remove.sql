-- An account no longer acts for an organisation. Rows: none.
-- $1 organisation, $2 account
DELETE FROM organisation_member WHERE organisation_id = $1 AND account_id = $2
