-- Somebody looks after no desk of an authority. Rows: none.
-- $1 staff, $2 issuer id
DELETE FROM doubt_desk_member WHERE staff_id = $1 AND issuer_id = $2
