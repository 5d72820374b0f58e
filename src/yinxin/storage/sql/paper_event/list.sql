-- The history of a paper certificate, in order. Rows: many.
-- $1 holder, $2 line
SELECT seq, kind, before_state, state, serial_no, collector, note_sealed, staff_id, entered_at
FROM paper_event WHERE holder_id = $1 AND line_id = $2 ORDER BY seq
