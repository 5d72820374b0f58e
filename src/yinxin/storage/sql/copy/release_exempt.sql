-- The same for an exempt copy, if its certificate still is the current, valid one of a released
-- batch. Rows: none.
-- $1 holder, $2 copy, $3 certificate version, $4 now, epoch seconds
UPDATE copy SET state = 'released', released_at = $4
WHERE holder_id = $1 AND copy_id = $2 AND version = $3 AND state = 'pressing'
  AND EXISTS (SELECT 1 FROM certificate c
              JOIN certificate_line l ON l.holder_id = c.holder_id AND l.line_id = c.line_id
              JOIN batch b ON b.batch_id = c.batch_id
              WHERE c.holder_id = $1 AND c.line_id = copy.line_id AND c.version = $3
                AND l.current_version = $3 AND c.status = 'valid' AND b.state = 'released')
