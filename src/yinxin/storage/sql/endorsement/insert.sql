-- Records one application. The triggers refuse a slot that is taken or over the quota. Rows: none.
-- $1 holder, $2 endorsement, $3 line, $4 certificate version, $5 account, $6 slot,
-- $7 applied at, epoch seconds, $8 civil day of it, $9 civil day on which the slot is free again,
-- $10 valid until, epoch seconds, exclusive, $11 days, $12 scenario, $13 recipient, $14 repeat
-- number, $15 copy
INSERT INTO endorsement (holder_id, endorsement_id, line_id, version, account_id, slot, applied_at,
                         applied_on, window_ends_on, valid_until, days, scenario, recipient,
                         repeat_no, state, state_at, copy_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'pending', $7, $15)
