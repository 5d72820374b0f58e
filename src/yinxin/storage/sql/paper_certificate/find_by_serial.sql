-- Which certificate's paper has a serial number. Rows: optional.
-- $1 issuer id, $2 serial number
SELECT holder_id, line_id FROM paper_listing WHERE issuer_id = $1 AND serial_no = $2
  AND serial_no <> ''
