-- Moves the numbering of every client's feed on. Rows: none.
-- $1 by how much
UPDATE api_client SET last_change = last_change + $1
