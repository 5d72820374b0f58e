-- How many act for an organisation. Rows: one.
-- $1 organisation
SELECT COUNT(account_id) FROM organisation_member WHERE organisation_id = $1
