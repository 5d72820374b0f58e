-- The account is closed or erased: which mobiles it was to have goes with it. Rows: none.
-- $1 account
DELETE FROM mobile_change WHERE account_id = $1
