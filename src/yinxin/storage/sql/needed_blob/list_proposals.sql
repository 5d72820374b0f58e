-- Proposals with what they attach and, in their facts, what photo they would enter; a page of all
-- of them. Rows: many.
-- $1 after this proposal, $2 at most
SELECT proposal_id, attachment_sha256, facts_sealed FROM proposal
WHERE proposal_id > $1 ORDER BY proposal_id LIMIT $2
