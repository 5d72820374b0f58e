-- The account no longer has this mobile. Rows: none.
-- $1 mobile index, $2 account id
DELETE FROM lookup_mobile WHERE mobile_index = $1 AND account_id = $2
