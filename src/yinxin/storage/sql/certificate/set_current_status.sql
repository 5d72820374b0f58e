-- Changes the status of a line's current version. Rows: none.
-- $1 holder, $2 line, $3 status, $4 reason, $5 now, epoch seconds
UPDATE certificate SET status = $3, status_reason = $4, status_at = $5
WHERE holder_id = $1 AND line_id = $2
  AND version = (SELECT l.current_version FROM certificate_line l
                 WHERE l.holder_id = $1 AND l.line_id = $2)
