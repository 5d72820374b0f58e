-- Writes the mobile on a person's exam record, over an older one. Rows: none.
-- $1 holder id, $2 sealed mobile, $3 mobile index, $4 masked mobile, $5 changed at, epoch seconds
INSERT INTO person_mobile (holder_id, mobile_sealed, mobile_index, mobile_masked, changed_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (holder_id) DO UPDATE
SET mobile_sealed = excluded.mobile_sealed, mobile_index = excluded.mobile_index,
    mobile_masked = excluded.mobile_masked, changed_at = excluded.changed_at
