-- Notes that a key was used. Rows: none.
-- $1 prefix, $2 now, epoch seconds
UPDATE api_key SET used_at = $2 WHERE prefix = $1
