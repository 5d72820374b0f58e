-- Its owner came back in time. Rows: none.
-- $1 account id, $2 now, epoch seconds
DELETE FROM account_closing WHERE account_id = $1 AND closed_at IS NULL AND closes_at > $2
