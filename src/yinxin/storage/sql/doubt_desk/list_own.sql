-- The desks somebody of the office looks after. Rows: many.
-- $1 staff, $2 issuer id
SELECT desk FROM doubt_desk_member WHERE staff_id = $1 AND issuer_id = $2 ORDER BY desk
