-- Keeps what the account says about itself, if anything, before it changes. Rows: none.
-- $1 account id, $2 at, epoch seconds
INSERT INTO account_former_identity (account_id, changed_at, name_sealed, document_type,
                                     number_sealed, number_masked)
SELECT account_id, $2, name_sealed, document_type, number_sealed, number_masked
FROM account WHERE account_id = $1 AND name_sealed IS NOT NULL
