-- Takes the oldest due notification of each client, and of those whose sender let the lease run out
-- (crosses clients). One at a time of a client: a slow receiver holds up nobody but itself.
-- Rows: many.
-- $1 now, $2 lease until, epoch seconds, $3 at most so many
UPDATE webhook_delivery
SET state = 'leased', attempts = attempts + 1, fence = fence + 1, lease_until = $2
WHERE (client_id, delivery_id) IN (
    SELECT d.client_id, MIN(d.delivery_id) FROM webhook_delivery d
    WHERE ((d.state = 'waiting' AND d.next_at <= $1) OR (d.state = 'leased' AND d.lease_until <= $1))
      AND NOT EXISTS (SELECT 1 FROM webhook_delivery b
                      WHERE b.client_id = d.client_id AND b.state = 'leased' AND b.lease_until > $1)
    GROUP BY d.client_id ORDER BY MIN(d.next_at), d.client_id LIMIT $3)
RETURNING client_id, delivery_id, event, body, attempts, fence
