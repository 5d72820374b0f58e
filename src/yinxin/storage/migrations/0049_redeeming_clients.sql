-- A program of the organisation may redeem a code (docs/authorised-use.md): which one, and under
-- which of its keys for repeated requests, so that a repetition is the same fetch and not a second
-- one. No account stands for a program: redeemed_by and fetched_by are 0 then.
ALTER TABLE authorised_use ADD COLUMN redeemed_client BIGINT;
ALTER TABLE authorised_fetch ADD COLUMN client_id BIGINT;
ALTER TABLE authorised_fetch ADD COLUMN request_hash BYTEA
    CHECK ((client_id IS NULL) = (request_hash IS NULL));
