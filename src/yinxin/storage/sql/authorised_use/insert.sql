-- Lets an organisation fetch one copy. Rows: none.
-- $1 holder, $2 use, $3 line, $4 copy, $5 endorsement, $6 account that gives it, $7 organisation,
-- $8 its name, $9 sealed purpose, $10 keyed hash of the code, $11 now, $12 ends at, epoch seconds
INSERT INTO authorised_use (holder_id, use_id, line_id, copy_id, endorsement_id, account_id,
                            organisation_id, organisation_name, purpose_sealed, code_hash, made_at,
                            ends_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
