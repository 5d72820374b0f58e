-- Changes name and contact. Rows: none.
-- $1 organisation, $2 name, $3 sealed contact's name, $4 sealed contact's telephone
UPDATE organisation SET name = $2, contact_name_sealed = $3, contact_phone_sealed = $4
WHERE organisation_id = $1
