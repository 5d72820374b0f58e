-- A closed organisation takes no slot of anybody. Rows: none.
-- $1 organisation
UPDATE organisation_member SET slot = NULL WHERE organisation_id = $1
