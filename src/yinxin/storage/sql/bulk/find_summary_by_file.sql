-- The result or summary a file is, however old; of equal ones the last. Rows: optional.
-- $1 SHA-256 of the file
SELECT number, bulk_id, ended_at, items, answers, valid, is_cancelled, xlsx_sha256, csv_sha256,
       pdf_sha256, json_sha256
FROM bulk_summary
WHERE xlsx_sha256 = $1 OR csv_sha256 = $1 OR pdf_sha256 = $1 OR json_sha256 = $1
ORDER BY ended_at DESC, number DESC LIMIT 1
