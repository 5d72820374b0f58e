-- Whose file has this SM3. Rows: optional.
-- $1 SM3
SELECT holder_id, copy_id, format FROM lookup_sm3 WHERE sm3 = $1
