-- Everything is put aside: the check can be seen. Rows: none.
-- $1 check
UPDATE bulk_check SET state = 'draft' WHERE bulk_id = $1 AND state = 'receiving'
