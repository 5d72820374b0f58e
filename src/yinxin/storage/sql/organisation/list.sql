-- All organisations, the newest first. Rows: many.
-- $1 at most so many
SELECT organisation_id, name, uscc, contact_name_sealed, contact_phone_sealed, standing, class,
       created_at, standing_at
FROM organisation
ORDER BY created_at DESC, organisation_id DESC
LIMIT $1
