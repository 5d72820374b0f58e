-- Proposals in a state, the oldest first. Rows: many.
-- $1 state key, $2 issuer id, '' for all, $3 at most
SELECT proposal_id, kind, issuer_id, object, object_tag, facts_sealed, reason_sealed, decision_no,
       attachment_sha256, attachment_name, state, maker_id, made_at, effective_at, decider_id,
       decided_at, note_sealed, applied_at, failure_code, escalated_at
FROM proposal WHERE state = $1 AND ($2 = '' OR issuer_id = $2)
ORDER BY made_at, proposal_id LIMIT $3
