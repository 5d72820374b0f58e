-- A table with triggers cannot be spread; the program tells of changes itself (tell_change).
-- Rows: none.
DROP TRIGGER IF EXISTS certificate_status_is_told ON certificate
