-- The organisations an account may act for, in the order in which it joined. Rows: many.
-- $1 account
SELECT o.organisation_id, o.name, o.standing, o.class, m.role, m.joined_at
FROM organisation_member m JOIN organisation o ON o.organisation_id = m.organisation_id
WHERE m.account_id = $1 AND o.standing <> 'closed'
ORDER BY m.joined_at, o.organisation_id
