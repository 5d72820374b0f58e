-- Keeps what a verifier was told. Rows: none.
-- $1 hash of the token, $2 checked at, $3 expires, epoch seconds, $4 verdict, $5 sealed report
INSERT INTO verification_result (token_hash, checked_at, expires_at, verdict, report_sealed)
VALUES ($1, $2, $3, $4, $5)
