-- Enters a proposal, open. Rows: none.
-- $1 proposal id, $2 kind key, $3 issuer id or '', $4 object, $5 object tag, $6 sealed facts,
-- $7 sealed reason, $8 decision number or '', $9 SHA-256 of the attachment or NULL, $10 its name,
-- $11 maker's staff id, $12 made at, $13 effective at or NULL, epoch seconds
INSERT INTO proposal (proposal_id, kind, issuer_id, object, object_tag, facts_sealed, reason_sealed,
                      decision_no, attachment_sha256, attachment_name, state, maker_id, made_at,
                      effective_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12, $13)
