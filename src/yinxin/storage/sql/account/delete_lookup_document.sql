-- The account no longer states this ID document. Rows: none.
-- $1 account id
DELETE FROM lookup_account_document WHERE account_id = $1
