-- Stops nobody has confirmed in time and that nobody was told of yet. Rows: many.
-- $1 made before, epoch seconds, $2 at most
SELECT proposal_id, kind, issuer_id, object, object_tag, facts_sealed, reason_sealed, decision_no,
       attachment_sha256, attachment_name, state, maker_id, made_at, effective_at, decider_id,
       decided_at, note_sealed, applied_at, failure_code, escalated_at
FROM proposal
WHERE state = 'open' AND kind = 'confirm_stop' AND made_at <= $1 AND escalated_at IS NULL
ORDER BY made_at, proposal_id LIMIT $2
