-- A message was sent or given up; only the masked number stays. Rows: none.
-- $1 message id, $2 state, $3 ended at, epoch seconds, $4 what stays of mobile and parameters
UPDATE message SET state = $2, ended_at = $3, to_sealed = $4, parameters_sealed = $4
WHERE message_id = $1 AND state = 'queued'
