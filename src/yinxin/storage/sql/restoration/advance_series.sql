-- Moves every counter of certificate numbers on. Rows: none.
-- $1 by how much
UPDATE number_series SET next_no = next_no + $1
