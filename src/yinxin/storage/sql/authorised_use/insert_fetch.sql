-- What an organisation has fetched; a second one of the same use is refused. Rows: none.
-- $1 use, $2 organisation, $3 holder, $4 copy, $5 now, $6 account (0: a client), $7 ends at, epoch
-- seconds, $8 client or NULL, $9 hash of the client's key for repeated requests or NULL
INSERT INTO authorised_fetch (use_id, organisation_id, holder_id, copy_id, fetched_at, fetched_by,
                              ends_at, client_id, request_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
