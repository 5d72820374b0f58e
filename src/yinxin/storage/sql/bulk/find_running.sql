-- Whether an owner has a check that runs. Rows: optional.
-- $1 kind of owner, $2 owner
SELECT 1 FROM bulk_check WHERE owner_kind = $1 AND owner_id = $2 AND state = 'running' LIMIT 1
