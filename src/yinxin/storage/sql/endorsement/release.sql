-- The copy is there: ready, if the application still waits for exactly this certificate version and
-- that version still is the current, valid one of a released batch. Rows: none.
-- $1 holder, $2 endorsement, $3 certificate version, $4 now, epoch seconds
UPDATE endorsement SET state = 'ready', state_at = $4
WHERE holder_id = $1 AND endorsement_id = $2 AND version = $3 AND state = 'pending'
  AND EXISTS (SELECT 1 FROM certificate c
              JOIN certificate_line l ON l.holder_id = c.holder_id AND l.line_id = c.line_id
              JOIN batch b ON b.batch_id = c.batch_id
              WHERE c.holder_id = $1 AND c.line_id = endorsement.line_id AND c.version = $3
                AND l.current_version = $3 AND c.status = 'valid' AND b.state = 'released')
