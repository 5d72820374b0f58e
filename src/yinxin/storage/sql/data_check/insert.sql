-- The holder has checked the data of this version. Again is no error. Rows: none.
-- $1 holder, $2 line, $3 version, $4 account, $5 now, epoch seconds
INSERT INTO data_check (holder_id, line_id, version, account_id, checked_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (holder_id, line_id, version, account_id) DO NOTHING
