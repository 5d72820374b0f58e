-- The authorised use a copy was made for. Rows: optional.
-- $1 holder, $2 copy
SELECT holder_id, use_id, line_id, copy_id, account_id, organisation_id, organisation_name,
       purpose_sealed, code_hash, made_at, ends_at, wrong_tries, wrong_at, redeemed_at,
       redeemed_client, withdrawn_at
FROM authorised_use WHERE holder_id = $1 AND copy_id = $2
