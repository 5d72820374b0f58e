-- Keeps the language an account is written to in. Rows: none.
-- $1 account, $2 language, $3 now, epoch seconds
INSERT INTO account_language (account_id, language, changed_at) VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE SET language = excluded.language, changed_at = excluded.changed_at
