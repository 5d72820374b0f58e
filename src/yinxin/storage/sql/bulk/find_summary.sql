-- What stays of a result. Rows: optional.
-- $1 check
SELECT number, bulk_id, ended_at, items, answers, valid, is_cancelled, xlsx_sha256, csv_sha256,
       pdf_sha256, json_sha256
FROM bulk_summary WHERE bulk_id = $1
