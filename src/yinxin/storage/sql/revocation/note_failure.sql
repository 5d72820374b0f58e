-- A try that failed; the data held stays. Rows: none.
-- $1 address, $2 subject or '', $3 at, epoch seconds, $4 error's dotted name, $5 its detail
INSERT INTO revocation_data (address, subject, tried_at, failures, error, error_detail)
VALUES ($1, $2, $3, 1, $4, $5)
ON CONFLICT (address, subject) DO UPDATE
SET tried_at = excluded.tried_at, failures = revocation_data.failures + 1,
    error = excluded.error, error_detail = excluded.error_detail
