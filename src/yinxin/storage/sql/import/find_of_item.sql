-- An import of a qualification, whatever became of it. Rows: optional.
-- $1 qualification
SELECT import_id FROM import WHERE item_id = $1 LIMIT 1
