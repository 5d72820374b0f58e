-- Puts another mobile in place, proved by a code. Rows: none.
-- $1 account id, $2 sealed mobile, $3 mobile index, $4 masked mobile
UPDATE account SET mobile_sealed = $2, mobile_index = $3, mobile_masked = $4, mobile_confirmed = 1
WHERE account_id = $1
