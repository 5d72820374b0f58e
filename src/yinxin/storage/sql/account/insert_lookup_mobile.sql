-- Makes an account findable by its mobile. Rows: none.
-- $1 mobile index, $2 account id
INSERT INTO lookup_mobile (mobile_index, account_id) VALUES ($1, $2)
ON CONFLICT (mobile_index, account_id) DO NOTHING
