-- The suite of this installation. Rows: one.
SELECT suite FROM installation WHERE only_row = 1
