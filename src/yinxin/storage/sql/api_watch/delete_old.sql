-- Ends the watch over what nobody has checked for long (crosses clients). Rows: none.
-- $1 checked before, epoch seconds
DELETE FROM api_watch WHERE checked_at < $1
