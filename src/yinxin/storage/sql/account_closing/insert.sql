-- An account is to be closed; asking again changes nothing. Rows: none.
-- $1 account id, $2 now, $3 closes at, $4 personal data go at, epoch seconds
INSERT INTO account_closing (account_id, asked_at, closes_at, erase_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO NOTHING
