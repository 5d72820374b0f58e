-- The confirmed organisation with this code. Rows: optional.
-- $1 USCC
SELECT organisation_id FROM organisation WHERE uscc = $1 AND standing = 'confirmed'
