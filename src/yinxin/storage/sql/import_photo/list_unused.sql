-- Photos that belong to nobody or were refused, in the archive's order. Rows: many.
-- $1 import id, $2 after this entry, $3 at most
SELECT entry_no, name_sealed, problem FROM import_photo
WHERE import_id = $1 AND row_no IS NULL AND entry_no > $2 ORDER BY entry_no LIMIT $3
