-- The code leads nowhere any more. Rows: none.
-- $1 keyed hash of the code
DELETE FROM lookup_authorised_use WHERE code_hash = $1
