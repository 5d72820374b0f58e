-- A session with its account, and for whom it acts. Rows: optional.
-- $1 SHA-256 of the token
SELECT s.account_id, a.login_name, CASE WHEN a.name_sealed IS NULL THEN 0 ELSE 1 END, s.proof,
       s.created_at, s.seen_at,
       CASE WHEN EXISTS (SELECT 1 FROM organisation_member m
                         WHERE m.account_id = s.account_id AND m.slot IS NOT NULL)
            THEN 1 ELSE 0 END,
       s.acting_organisation, s.acting_purpose_sealed, s.acting_shown_from
FROM session s JOIN account a ON a.account_id = s.account_id
WHERE s.token_hash = $1
