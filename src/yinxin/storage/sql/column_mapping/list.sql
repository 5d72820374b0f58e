-- What headers mean to an authority. Rows: many.
-- $1 issuer id
SELECT header, field FROM column_mapping WHERE issuer_id = $1 ORDER BY header
