-- Adds to the history of a paper certificate. Rows: none.
-- $1 holder, $2 line, $3 number in the history, $4 kind, $5 state until now, $6 state from now on,
-- $7 serial number, $8 who collected it or '', $9 encrypted note, $10 staff, $11 now, epoch seconds
INSERT INTO paper_event (holder_id, line_id, seq, kind, before_state, state, serial_no, collector,
                         note_sealed, staff_id, entered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
