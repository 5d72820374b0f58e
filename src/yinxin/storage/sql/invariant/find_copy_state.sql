-- I4: the state of a copy that was acknowledged by its id (crosses holders). Rows: optional.
-- $1 copy
SELECT state FROM copy WHERE copy_id = $1
