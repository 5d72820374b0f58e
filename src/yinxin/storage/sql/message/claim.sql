-- Takes messages that are due, codes first, and those whose sender let the lease run out. The
-- gateway is noted before it is asked: its receipt may be here before its answer. Rows: many.
-- $1 now, $2 lease until, epoch seconds, $3 at most so many, $4 the gateway that is asked first,
-- $5 channel
UPDATE message SET attempts = attempts + 1, fence = fence + 1, lease_until = $2, gateway = $4
WHERE message_id IN (SELECT message_id FROM message
                     WHERE state = 'queued' AND channel = $5 AND next_at <= $1 AND lease_until <= $1
                     ORDER BY order_no, message_id LIMIT $3)
RETURNING message_id, name, language, to_sealed, parameters_sealed, attempts, fence, created_at,
          expires_at
