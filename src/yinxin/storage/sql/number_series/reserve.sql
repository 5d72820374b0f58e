-- Reserves numbers of a series; gives the one after them. Rows: one.
-- $1 issuer, $2 series, $3 how many
INSERT INTO number_series (issuer_id, series, next_no) VALUES ($1, $2, 1 + $3)
ON CONFLICT (issuer_id, series) DO UPDATE SET next_no = number_series.next_no + $3
RETURNING next_no
