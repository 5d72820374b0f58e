-- Organisations that state this code, the confirmed one first. Rows: many.
-- $1 USCC
SELECT organisation_id, name, uscc, contact_name_sealed, contact_phone_sealed, standing, class,
       created_at, standing_at
FROM organisation WHERE uscc = $1
ORDER BY standing = 'confirmed' DESC, created_at, organisation_id
