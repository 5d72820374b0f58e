-- Whether an account may act for an organisation, and as what. Rows: optional.
-- $1 organisation, $2 account
SELECT o.organisation_id, o.name, o.standing, o.class, m.role, m.joined_at
FROM organisation_member m JOIN organisation o ON o.organisation_id = m.organisation_id
WHERE m.organisation_id = $1 AND m.account_id = $2 AND o.standing <> 'closed'
