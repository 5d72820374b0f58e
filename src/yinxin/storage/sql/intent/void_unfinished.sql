-- Voids what earlier attempts at this copy left behind: planned, or sealed and never released.
-- Rows: none.
-- $1 holder, $2 copy, $3 now, epoch seconds
UPDATE seal_intent SET state = 'voided', ended_at = $3
WHERE holder_id = $1 AND copy_id = $2 AND state IN ('planned', 'sealed')
  AND NOT EXISTS (SELECT 1 FROM copy_file f
                  WHERE f.holder_id = $1 AND f.copy_id = $2 AND f.intent_id = seal_intent.intent_id)
