-- A batch of a qualification, whatever became of it; each certificate is of one. Rows: optional.
-- $1 qualification
SELECT batch_id FROM batch WHERE item_id = $1 LIMIT 1
