-- Records a doubt about printed data. Rows: none.
-- $1 holder, $2 doubt, $3 line, $4 version, $5 account, $6 encrypted text, $7 now, epoch seconds
INSERT INTO doubt (holder_id, doubt_id, line_id, version, account_id, text_sealed, state, created_at)
VALUES ($1, $2, $3, $4, $5, $6, 'open', $7)
