-- Authorised uses of all certificates of a person, newest first. Rows: many.
-- $1 holder, $2 at most
SELECT holder_id, use_id, line_id, copy_id, account_id, organisation_id, organisation_name,
       purpose_sealed, code_hash, made_at, ends_at, wrong_tries, wrong_at, redeemed_at,
       redeemed_client, withdrawn_at
FROM authorised_use WHERE holder_id = $1
ORDER BY made_at DESC, use_id DESC LIMIT $2
