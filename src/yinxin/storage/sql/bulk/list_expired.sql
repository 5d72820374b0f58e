-- Checks whose time is over (crosses owners): drafts nobody started, results kept long enough.
-- Rows: many.
-- $1 now, epoch seconds, $2 at most so many
SELECT bulk_id FROM bulk_check
WHERE expires_at <= $1 AND state IN ('receiving', 'draft', 'finished')
ORDER BY expires_at, bulk_id LIMIT $2
