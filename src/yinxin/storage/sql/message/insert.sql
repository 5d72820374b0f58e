-- Writes one message. Rows: none.
-- $1 message id, $2 template name, $3 sealed recipient, $4 masked recipient, $5 sealed parameters,
-- $6 state, $7 created at, epoch seconds, $8 ended at, epoch seconds, or null, $9 recipient index,
-- $10 language, $11 expires at, epoch seconds, or null, $12 place in the order: 0 codes, 1 others,
-- $13 channel
INSERT INTO message (message_id, name, to_sealed, to_masked, parameters_sealed, state, created_at,
                     ended_at, to_index, language, expires_at, order_no, channel)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
