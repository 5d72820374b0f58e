-- Puts a doubt on another desk. Rows: none.
-- $1 doubt, $2 desk or ''
UPDATE doubt_case SET desk = $2 WHERE doubt_id = $1
