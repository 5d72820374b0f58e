-- Accounts with this ID document that are bound to a person. Rows: many.
-- $1 number index
SELECT a.account_id, a.login_name, a.password_hash, a.name_sealed, a.document_type, a.number_sealed,
       a.number_masked, a.mobile_sealed, a.mobile_masked, a.mobile_confirmed, a.created_at,
       a.last_login_at
FROM lookup_account_document l JOIN account a ON a.account_id = l.account_id
WHERE l.number_index = $1
  AND EXISTS (SELECT 1 FROM account_holder h
              WHERE h.account_id = a.account_id AND h.ended_at IS NULL)
ORDER BY a.account_id
