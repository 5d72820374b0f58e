-- Copies an organisation has fetched, newest first. Rows: many.
-- $1 organisation, $2 at most
SELECT use_id, holder_id, copy_id, fetched_at, fetched_by, ends_at, client_id, request_hash
FROM authorised_fetch WHERE organisation_id = $1
ORDER BY fetched_at DESC, use_id DESC LIMIT $2
