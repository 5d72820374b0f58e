-- How many files somebody has uploaded without sending them. Rows: one.
-- $1 owner's index
SELECT COUNT(file_id) FROM identity_file WHERE owner_index = $1 AND case_id IS NULL
