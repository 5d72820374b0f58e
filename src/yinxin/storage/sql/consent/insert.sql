-- Records that an account agreed; the first time counts. Rows: none.
-- $1 account id, $2 notice id, $3 version, $4 at, epoch seconds, $5 address
INSERT INTO consent (account_id, notice_id, version, accepted_at, address)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, notice_id, version) DO NOTHING
