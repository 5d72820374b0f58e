-- The account no longer states this ID document. Rows: none.
-- $1 blind index of its number, $2 account id
DELETE FROM lookup_account_document WHERE number_index = $1 AND account_id = $2
