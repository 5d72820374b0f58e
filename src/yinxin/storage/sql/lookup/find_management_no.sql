-- The certificate with a management or query number. Rows: optional.
-- $1 number
SELECT holder_id, line_id FROM lookup_management_no WHERE management_no = $1
