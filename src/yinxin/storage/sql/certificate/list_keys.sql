-- Every version of every certificate, for a check of the whole register (crosses holders).
-- Rows: many.
SELECT holder_id, line_id, version FROM certificate ORDER BY holder_id, line_id, version
