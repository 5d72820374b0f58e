-- Keeps one check by somebody who is known. Rows: none.
-- $1 holder, $2 check, $3 at, $4 visible from, $5 line, $6 copy number or NULL, $7 door,
-- $8 checker's kind, $9 checker's id, $10 sealed name, $11 sealed purpose, $12 outcome,
-- $13 account or client that made it for an organisation, or NULL
INSERT INTO certificate_check (holder_id, check_id, at, visible_from, line_id, copy_no, door,
                               checker_kind, checker_id, checker_name_sealed, purpose_sealed,
                               outcome, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
