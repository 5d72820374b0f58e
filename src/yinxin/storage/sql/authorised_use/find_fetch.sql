-- A copy an organisation has fetched. Rows: optional.
-- $1 organisation, $2 use
SELECT use_id, holder_id, copy_id, fetched_at, fetched_by, ends_at, client_id, request_hash
FROM authorised_fetch WHERE use_id = $2 AND organisation_id = $1
