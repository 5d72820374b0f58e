-- Approved proposals whose time has come, the oldest first. Rows: many.
-- $1 now, epoch seconds, $2 at most
SELECT proposal_id, kind, issuer_id, object, object_tag, facts_sealed, reason_sealed, decision_no,
       attachment_sha256, attachment_name, state, maker_id, made_at, effective_at, decider_id,
       decided_at, note_sealed, applied_at, failure_code, escalated_at
FROM proposal WHERE state = 'approved' AND (effective_at IS NULL OR effective_at <= $1)
ORDER BY effective_at NULLS FIRST, proposal_id LIMIT $2
