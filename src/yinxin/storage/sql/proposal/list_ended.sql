-- Proposals that were decided or withdrawn, the latest first. Rows: many.
-- $1 issuer id, '' for all, $2 made before, epoch seconds, $3 at most
SELECT proposal_id, kind, issuer_id, object, object_tag, facts_sealed, reason_sealed, decision_no,
       attachment_sha256, attachment_name, state, maker_id, made_at, effective_at, decider_id,
       decided_at, note_sealed, applied_at, failure_code, escalated_at
FROM proposal
WHERE state IN ('applied', 'refused', 'withdrawn', 'failed') AND ($1 = '' OR issuer_id = $1)
  AND made_at < $2
ORDER BY made_at DESC, proposal_id DESC LIMIT $3
