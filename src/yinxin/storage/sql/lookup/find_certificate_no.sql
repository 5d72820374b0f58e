-- The certificate with a number. Rows: optional.
-- $1 certificate number
SELECT holder_id, line_id FROM lookup_certificate_no WHERE certificate_no = $1
