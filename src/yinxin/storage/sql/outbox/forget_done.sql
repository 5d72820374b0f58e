-- Forgets marks so old that no entry of theirs can be left. Rows: none.
-- $1 done before, epoch seconds
DELETE FROM outbox_done WHERE done_at < $1
