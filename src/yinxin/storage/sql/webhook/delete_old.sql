-- Forgets old notifications (crosses clients). Rows: none.
-- $1 before, epoch seconds
DELETE FROM webhook_delivery WHERE created_at < $1 AND state IN ('delivered', 'dead')
