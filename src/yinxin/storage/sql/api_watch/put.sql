-- Lets a client follow what it has just checked. Rows: none.
-- $1 holder, $2 line, $3 client, $4 copy or 0, $5 copy number or empty, $6 now, epoch seconds
INSERT INTO api_watch (holder_id, line_id, client_id, copy_id, copy_no, checked_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (holder_id, line_id, client_id, copy_id) DO UPDATE SET checked_at = $6
