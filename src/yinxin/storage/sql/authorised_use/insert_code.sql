-- Where a code leads. Rows: none.
-- $1 keyed hash of the code, $2 holder, $3 use, $4 ends at, epoch seconds
INSERT INTO lookup_authorised_use (code_hash, holder_id, use_id, ends_at) VALUES ($1, $2, $3, $4)
