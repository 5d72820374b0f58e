-- Notes that a holder is to be told; once, however often it is noted. Rows: none.
-- $1 holder, $2 event, $3 object, $4 civil day or '', $5 now, epoch seconds
INSERT INTO holder_notice (holder_id, event, object_id, day, noted_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (holder_id, event, object_id, day) DO NOTHING
