-- Somebody looks after a desk from now on. Rows: none.
-- $1 staff, $2 issuer id, $3 desk
INSERT INTO doubt_desk_member (staff_id, issuer_id, desk) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
