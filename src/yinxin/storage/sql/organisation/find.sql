-- One organisation. Rows: optional.
-- $1 organisation
SELECT organisation_id, name, uscc, contact_name_sealed, contact_phone_sealed, standing, class,
       created_at, standing_at
FROM organisation WHERE organisation_id = $1
