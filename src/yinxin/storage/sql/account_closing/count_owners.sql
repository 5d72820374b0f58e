-- How many own an organisation. Rows: one.
-- $1 organisation
SELECT COUNT(*) FROM organisation_member WHERE organisation_id = $1 AND role = 'owner'
