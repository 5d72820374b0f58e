-- Uses the code up; once. Rows: none.
-- $1 holder, $2 use, $3 account that fetches (0: a client), $4 now, epoch seconds, $5 client or NULL
UPDATE authorised_use SET redeemed_at = $4, redeemed_by = $3, redeemed_client = $5
WHERE holder_id = $1 AND use_id = $2 AND redeemed_at IS NULL AND withdrawn_at IS NULL
  AND ends_at > $4
