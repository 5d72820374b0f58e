-- An item is answered. Rows: none.
-- $1 check, $2 item
DELETE FROM bulk_item WHERE bulk_id = $1 AND item_no = $2
