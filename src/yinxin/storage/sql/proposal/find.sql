-- One proposal. Rows: optional.
-- $1 proposal id
SELECT proposal_id, kind, issuer_id, object, object_tag, facts_sealed, reason_sealed, decision_no,
       attachment_sha256, attachment_name, state, maker_id, made_at, effective_at, decider_id,
       decided_at, note_sealed, applied_at, failure_code, escalated_at
FROM proposal WHERE proposal_id = $1
