-- Rows of endorsement, for a check of the whole register (crosses holders). Rows: one.
SELECT COUNT(1) FROM endorsement
