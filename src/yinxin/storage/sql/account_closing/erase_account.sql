-- What is personal in the account's own row goes; the row stays for the ids that name it. Rows: none.
-- $1 account id, $2 a name that says nothing, $3 nothing, as bytes
UPDATE account SET login_name = $2, name_sealed = NULL, document_type = NULL, number_sealed = NULL,
       number_index = NULL, number_masked = NULL, mobile_sealed = $3, mobile_index = $3,
       mobile_masked = '', mobile_confirmed = 0
WHERE account_id = $1
