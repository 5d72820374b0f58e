-- How many messages followed the report. Rows: one.
-- $1 holder, $2 doubt
SELECT COUNT(seq) FROM doubt_message WHERE holder_id = $1 AND doubt_id = $2
