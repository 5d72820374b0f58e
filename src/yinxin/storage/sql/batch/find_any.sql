-- A batch, whatever became of it. Rows: optional.
SELECT batch_id FROM batch LIMIT 1
