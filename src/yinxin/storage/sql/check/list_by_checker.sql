-- What one checker has checked, newest first. Rows: many.
-- $1 checker's kind, $2 checker's id, $3 at most so many
SELECT holder_id, check_id, at, line_id, copy_no, door, checker_kind, checker_id,
       checker_name_sealed, purpose_sealed, outcome, visible_from, made_by
FROM certificate_check
WHERE checker_kind = $1 AND checker_id = $2
ORDER BY at DESC, check_id DESC
LIMIT $3
