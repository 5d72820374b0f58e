-- The paper register's line for one certificate. Rows: optional.
-- $1 holder, $2 line
SELECT state, serial_no, pickup_zh, pickup_en, deadline_on
FROM paper_certificate WHERE holder_id = $1 AND line_id = $2
