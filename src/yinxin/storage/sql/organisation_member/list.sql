-- Who acts for an organisation, owners first. Rows: many.
-- $1 organisation
SELECT m.account_id, a.login_name, a.mobile_masked, m.role, m.joined_at
FROM organisation_member m JOIN account a ON a.account_id = m.account_id
WHERE m.organisation_id = $1
ORDER BY m.role DESC, m.joined_at, m.account_id
