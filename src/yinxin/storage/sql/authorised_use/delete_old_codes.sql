-- Forgets codes whose time was over long ago. Rows: none.
-- $1 ended before, epoch seconds
DELETE FROM lookup_authorised_use WHERE ends_at < $1
