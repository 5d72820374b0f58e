-- An account was given up for another one of the same person. Rows: none.
-- $1 account that is given up, $2 account that is kept, $3 proposal, $4 now, epoch seconds
INSERT INTO account_merge (account_id, kept_id, proposal_id, merged_at) VALUES ($1, $2, $3, $4)
