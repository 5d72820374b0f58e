-- Reserves numbers of a series; gives the one after them. A series that is new, or was lost with the
-- states after a backup, begins behind all that can have been lost (0030_restorations). Rows: one.
-- $1 issuer, $2 series, $3 how many
INSERT INTO number_series (issuer_id, series, next_no)
VALUES ($1, $2,
        1 + $3 + CAST((SELECT COALESCE(SUM(gap), 0) FROM restoration) AS BIGINT))
ON CONFLICT (issuer_id, series) DO UPDATE SET next_no = number_series.next_no + $3
RETURNING next_no
