-- A login that waits. Rows: optional.
-- $1 SHA-256 of the ticket, $2 step
SELECT provider, browser_hash, account_id, facts_sealed, expires_at
FROM provider_login WHERE ticket_hash = $1 AND step = $2
