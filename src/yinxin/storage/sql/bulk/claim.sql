-- Takes the check whose turn it is and puts it at the end of the queue (crosses owners). Whoever
-- hands in 5,000 rows so keeps nobody waiting longer than one slice. Rows: optional.
-- $1 now, $2 lease until, epoch seconds
UPDATE bulk_check SET fence = fence + 1, attempts = attempts + 1, lease_until = $2,
    turn = (SELECT COALESCE(MAX(b.turn), 0) + 1 FROM bulk_check b
            WHERE b.state IN ('running', 'closing'))
WHERE bulk_id = (SELECT c.bulk_id FROM bulk_check c
                 WHERE c.state IN ('running', 'closing') AND c.lease_until <= $1
                   AND c.run_after <= $1
                 ORDER BY c.turn, c.bulk_id LIMIT 1)
RETURNING bulk_id, owner_kind, owner_id, state, fence, attempts
