-- Puts a corrected name and number in place. Rows: none.
-- $1 account id, $2 sealed name, $3 document type, $4 sealed number, $5 number index,
-- $6 masked number
UPDATE account SET name_sealed = $2, document_type = $3, number_sealed = $4, number_index = $5,
                   number_masked = $6
WHERE account_id = $1
