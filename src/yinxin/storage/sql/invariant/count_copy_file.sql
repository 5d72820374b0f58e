-- Rows of copy_file, for a check of the whole register (crosses holders). Rows: one.
SELECT COUNT(1) FROM copy_file
