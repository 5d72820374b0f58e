-- Keeps a login that was begun, or one that waits for a word. Rows: none.
-- $1 SHA-256 of the ticket, $2 provider, $3 step, $4 SHA-256 of the browser's cookie,
-- $5 account that shall be linked, or NULL, $6 sealed facts, or NULL, $7 expires at, epoch seconds
INSERT INTO provider_login (ticket_hash, provider, step, browser_hash, account_id, facts_sealed,
                            expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
