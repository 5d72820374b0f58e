-- Changes of mobile whose time has come without an objection. Rows: many.
-- $1 now, epoch seconds, $2 at most
SELECT change_id, account_id, mobile_sealed, proof, asked_at, effective_at FROM mobile_change
WHERE state = 'waiting' AND effective_at <= $1 ORDER BY effective_at, change_id LIMIT $2
