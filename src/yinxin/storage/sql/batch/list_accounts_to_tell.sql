-- Accounts with a confirmed mobile of some holders of a batch (crosses holders). Rows: many.
-- $1 batch, $2 after this holder, $3 up to this holder
SELECT DISTINCT a.account_id, a.mobile_sealed
FROM certificate c
JOIN account_holder h ON h.holder_id = c.holder_id AND h.ended_at IS NULL
JOIN account a ON a.account_id = h.account_id AND a.mobile_confirmed = 1
WHERE c.batch_id = $1 AND c.holder_id > $2 AND c.holder_id <= $3
ORDER BY a.account_id
