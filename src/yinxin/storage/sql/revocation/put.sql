-- Accepted data in the place of what was held, unless that is newer. Rows: none.
-- $1 address, $2 subject or '', $3 DER, $4 SHA-256, $5 list number or NULL, $6 this update, $7 next
-- update or NULL, $8 at, all times epoch seconds
INSERT INTO revocation_data (address, subject, der, sha256, number, this_update, next_update,
                             fetched_at, tried_at, failures, error, error_detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0, '', '')
ON CONFLICT (address, subject) DO UPDATE
SET der = excluded.der, sha256 = excluded.sha256, number = excluded.number,
    this_update = excluded.this_update, next_update = excluded.next_update,
    fetched_at = excluded.fetched_at, tried_at = excluded.tried_at, failures = 0, error = '',
    error_detail = ''
WHERE revocation_data.this_update IS NULL
   OR revocation_data.this_update <= excluded.this_update
