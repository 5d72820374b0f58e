-- One look. Rows: optional.
-- $1 holder, $2 look
SELECT look_id, at, page, staff_id, issuer_id, reason_sealed FROM person_look
WHERE holder_id = $1 AND look_id = $2
