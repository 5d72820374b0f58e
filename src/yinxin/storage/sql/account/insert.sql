-- Writes one account. Rows: none.
-- $1 account id, $2 login name, $3 origin key, $4 password hash, $5 sealed name, $6 document type,
-- $7 sealed number, $8 number index, $9 masked number, $10 sealed mobile, $11 mobile index,
-- $12 masked mobile, $13 mobile confirmed (0 or 1), $14 created at, epoch seconds
INSERT INTO account (account_id, login_name, origin, password_hash, name_sealed, document_type,
                     number_sealed, number_index, number_masked, mobile_sealed, mobile_index,
                     mobile_masked, mobile_confirmed, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
