-- The mobile on a person's exam record. Rows: optional.
-- $1 holder id
SELECT mobile_sealed FROM person_mobile WHERE holder_id = $1
