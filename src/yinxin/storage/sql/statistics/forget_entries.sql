-- Removes the entries that were added up. Rows: none.
-- $1 the last entry id
DELETE FROM count_entry WHERE entry_id <= $1
