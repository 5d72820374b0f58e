-- Time of the newest event. Rows: optional.
SELECT at FROM audit_event ORDER BY event_id DESC LIMIT 1
