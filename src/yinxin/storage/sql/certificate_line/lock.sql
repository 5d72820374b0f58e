-- Takes the row lock of one certificate line before its endorsements are looked at, or its status
-- changed. Rows: none.
-- $1 holder, $2 line
UPDATE certificate_line SET current_version = current_version WHERE holder_id = $1 AND line_id = $2
