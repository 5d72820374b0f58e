-- Keeps an authenticator app, in place of the one before. Rows: none.
-- $1 account id, $2 sealed secret, $3 step of the code that confirmed it, $4 now, epoch seconds
INSERT INTO account_totp (account_id, secret_sealed, last_step, added_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO UPDATE
SET secret_sealed = excluded.secret_sealed, last_step = excluded.last_step,
    added_at = excluded.added_at
