-- Ends what one session of a provider opened, and says whose it was. Rows: many.
-- $1 index of the provider's session, $2 provider
DELETE FROM session WHERE provider_session = $1 AND provider = $2
RETURNING account_id
