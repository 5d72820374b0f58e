-- Writes the mobile on a person's exam record. Rows: none.
-- $1 holder id, $2 sealed mobile, $3 mobile index, $4 masked mobile, $5 changed at, epoch seconds
INSERT INTO person_mobile (holder_id, mobile_sealed, mobile_index, mobile_masked, changed_at)
VALUES ($1, $2, $3, $4, $5)
