-- From when on a device of an account is no longer new. Rows: optional.
-- $1 account id, $2 index of the device
SELECT trusted_from FROM account_device WHERE account_id = $1 AND device_index = $2
