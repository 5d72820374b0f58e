-- Accounts registered with an ID document, bound or not. Rows: many.
-- $1 number index
SELECT account_id FROM lookup_account_document WHERE number_index = $1
ORDER BY account_id
