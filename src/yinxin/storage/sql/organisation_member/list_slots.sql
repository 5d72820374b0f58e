-- The slots an account has taken. Rows: many.
-- $1 account
SELECT slot FROM organisation_member
WHERE account_id = $1 AND slot IS NOT NULL
ORDER BY slot
