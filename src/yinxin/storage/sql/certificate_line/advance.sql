-- Moves a line on to its next version, if nobody did it before. Rows: none.
-- $1 holder, $2 line, $3 next version
UPDATE certificate_line SET current_version = $3
WHERE holder_id = $1 AND line_id = $2 AND current_version = $3 - 1
