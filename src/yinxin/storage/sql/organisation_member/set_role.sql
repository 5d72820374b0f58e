-- Makes a member an owner, or an owner a member. Rows: none.
-- $1 organisation, $2 account, $3 role
UPDATE organisation_member SET role = $3 WHERE organisation_id = $1 AND account_id = $2
