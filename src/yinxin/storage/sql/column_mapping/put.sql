-- Remembers what a header means to an authority. Rows: none.
-- $1 issuer id, $2 header key, $3 field key, $4 now, epoch seconds
INSERT INTO column_mapping (issuer_id, header, field, used_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (issuer_id, header) DO UPDATE SET field = excluded.field, used_at = excluded.used_at
