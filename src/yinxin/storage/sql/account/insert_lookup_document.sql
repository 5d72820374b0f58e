-- Makes an account findable by its ID document. Rows: none.
-- $1 number index, $2 account id
INSERT INTO lookup_account_document (number_index, account_id) VALUES ($1, $2)
ON CONFLICT (number_index, account_id) DO NOTHING
