-- The person's own row of a doubt that is settled. Rows: none.
-- $1 holder, $2 doubt
UPDATE doubt SET state = 'answered' WHERE holder_id = $1 AND doubt_id = $2
