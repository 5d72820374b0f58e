-- Whether an account may act for any organisation. Rows: one.
-- $1 account id
SELECT CASE WHEN EXISTS (SELECT 1 FROM organisation_member
                         WHERE account_id = $1 AND slot IS NOT NULL)
            THEN 1 ELSE 0 END
