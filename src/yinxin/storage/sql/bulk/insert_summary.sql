-- Keeps for ever what recognises a result. Rows: none.
-- $1 number, $2 check, $3 ended at, epoch seconds, $4 items, $5 answers, $6 of them valid,
-- $7 1 if it was cancelled, $8 SHA-256 of the XLSX, $9 of the CSV, $10 of the PDF or NULL, $11 of the
-- JSON or NULL
INSERT INTO bulk_summary (number, bulk_id, ended_at, items, answers, valid, is_cancelled,
                          xlsx_sha256, csv_sha256, pdf_sha256, json_sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
