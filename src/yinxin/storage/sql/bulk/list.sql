-- The checks of an owner that people can see, newest first. Rows: many.
-- $1 kind of owner, $2 owner, $3 check ids below, $4 at most so many
SELECT bulk_id, owner_kind, owner_id, state, language, name_sealed, checker_sealed, created_at,
       started_at, ended_at, is_cancelled, expires_at, items_total, items_done
FROM bulk_check
WHERE owner_kind = $1 AND owner_id = $2 AND bulk_id < $3 AND state <> 'receiving'
ORDER BY bulk_id DESC LIMIT $4
