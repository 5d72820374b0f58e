-- Who of the office looked at a person, newest first. Rows: many.
-- $1 holder, $2 at most so many
SELECT look_id, at, page, staff_id, issuer_id, reason_sealed FROM person_look
WHERE holder_id = $1 ORDER BY look_id DESC LIMIT $2
