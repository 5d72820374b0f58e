-- The next number in the history of a paper certificate. Rows: one.
-- $1 holder, $2 line
SELECT COALESCE(MAX(seq), 0) + 1 FROM paper_event WHERE holder_id = $1 AND line_id = $2
