-- Authorised uses of one certificate, newest first. Rows: many.
-- $1 holder, $2 line, $3 at most
SELECT holder_id, use_id, line_id, copy_id, account_id, organisation_id, organisation_name,
       purpose_sealed, code_hash, made_at, ends_at, wrong_tries, wrong_at, redeemed_at,
       redeemed_client, withdrawn_at
FROM authorised_use WHERE holder_id = $1 AND line_id = $2
ORDER BY made_at DESC, use_id DESC LIMIT $3
