-- The checks a holder may see now, newest first. Rows: many.
-- $1 holder, $2 now, epoch seconds, $3 at most so many
SELECT holder_id, check_id, at, line_id, copy_no, door, checker_kind, checker_id,
       checker_name_sealed, purpose_sealed, outcome, visible_from, made_by
FROM certificate_check
WHERE holder_id = $1 AND visible_from <= $2
ORDER BY at DESC, check_id DESC
LIMIT $3
