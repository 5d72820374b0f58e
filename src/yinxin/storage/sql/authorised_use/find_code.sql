-- Where a code leads. Rows: optional.
-- $1 keyed hash of the code
SELECT holder_id, use_id FROM lookup_authorised_use WHERE code_hash = $1
