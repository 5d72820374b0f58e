-- Everything ever proposed about one thing, the latest first. Rows: many.
-- $1 object, $2 at most
SELECT proposal_id, kind, issuer_id, object, object_tag, facts_sealed, reason_sealed, decision_no,
       attachment_sha256, attachment_name, state, maker_id, made_at, effective_at, decider_id,
       decided_at, note_sealed, applied_at, failure_code, escalated_at
FROM proposal WHERE object = $1 ORDER BY made_at DESC, proposal_id DESC LIMIT $2
