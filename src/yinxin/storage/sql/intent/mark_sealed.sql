-- The seal is used for this intent now, once. Rows: none.
-- $1 holder, $2 intent, $3 now, epoch seconds
UPDATE seal_intent SET state = 'sealed', ended_at = $3
WHERE holder_id = $1 AND intent_id = $2 AND state = 'planned'
