-- Puts a change into the queue by hand: only for the sandbox, whose certificates are no rows.
-- Rows: none.
-- $1 kind, $2 at, epoch seconds, $3 holder, $4 line, $5 copy or 0, $6 new state, $7 former state
INSERT INTO status_change (kind, at, holder_id, line_id, copy_id, batch_id, state, former)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7)
