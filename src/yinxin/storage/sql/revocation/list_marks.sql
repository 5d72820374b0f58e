-- How the fetching of everything stands, without the data. Rows: many.
SELECT address, subject, fetched_at, next_update, tried_at, failures, error, error_detail, sha256
FROM revocation_data ORDER BY address, subject
