-- What is known of an organisation, under which name. Rows: optional.
-- $1 organisation
SELECT name, standing FROM organisation WHERE organisation_id = $1
