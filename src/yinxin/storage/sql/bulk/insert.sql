-- A check whose files are about to be put aside. Rows: none.
-- $1 check, $2 kind of owner, $3 owner, $4 language of the result, $5 sealed name, $6 sealed checker,
-- $7 now, $8 expires, epoch seconds
INSERT INTO bulk_check (bulk_id, owner_kind, owner_id, state, language, name_sealed, checker_sealed,
                        created_at, expires_at)
VALUES ($1, $2, $3, 'receiving', $4, $5, $6, $7, $8)
