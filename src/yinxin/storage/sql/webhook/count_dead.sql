-- Notifications given up, for metrics (crosses clients). Rows: one.
SELECT COUNT(*) FROM webhook_delivery WHERE state = 'dead'
