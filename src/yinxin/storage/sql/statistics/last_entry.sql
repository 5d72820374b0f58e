-- The last of the oldest entries that wait to be added up. Rows: optional.
-- $1 at most so many
SELECT entry_id FROM (SELECT entry_id FROM count_entry ORDER BY entry_id LIMIT $1) AS oldest
ORDER BY entry_id DESC LIMIT 1
