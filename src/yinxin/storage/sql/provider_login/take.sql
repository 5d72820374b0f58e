-- Takes a login out: what is taken once is gone. Rows: optional.
-- $1 SHA-256 of the ticket, $2 step
DELETE FROM provider_login WHERE ticket_hash = $1 AND step = $2
RETURNING provider, browser_hash, account_id, facts_sealed, expires_at
