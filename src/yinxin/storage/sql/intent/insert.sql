-- Records what is about to be sealed. Rows: none.
-- $1 holder, $2 intent, $3 copy, $4 format, $5 seal, $6 line, $7 certificate version, $8 valid until
-- or NULL, $9 fencing token, $10 digest of the covered bytes, $11 now, epoch seconds,
-- $12 trace of the request, or ''
INSERT INTO seal_intent (holder_id, intent_id, copy_id, format, seal_id, line_id, version,
                         valid_until, fence, digest, state, planned_at,
                         trace)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'planned', $11, $12)
