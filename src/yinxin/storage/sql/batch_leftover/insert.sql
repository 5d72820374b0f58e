-- Enters a row of a batch that gets no certificate. Rows: none.
-- $1 batch, $2 row number of the sheet, $3 reason key, $4 sealed result
INSERT INTO batch_leftover (batch_id, row_no, reason, result_sealed) VALUES ($1, $2, $3, $4)
