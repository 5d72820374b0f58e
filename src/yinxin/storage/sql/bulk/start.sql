-- Starts a draft. Rows: none.
-- $1 check, $2 sealed checker, $3 now, epoch seconds, $4 items
UPDATE bulk_check SET state = 'running', checker_sealed = $2, started_at = $3, items_total = $4,
    turn = (SELECT COALESCE(MAX(b.turn), 0) + 1 FROM bulk_check b
            WHERE b.state IN ('running', 'closing'))
WHERE bulk_id = $1 AND state = 'draft'
