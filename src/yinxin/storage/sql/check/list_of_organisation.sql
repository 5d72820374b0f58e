-- What was checked for an organisation, newest first, before a point. Rows: many.
-- $1 organisation as text, $2 account or client that made it, 0 for any, $3 door, empty for any,
-- $4 from, $5 until (exclusive), epoch seconds, $6 before this moment, or $7 at it a check below,
-- $8 at most so many
SELECT holder_id, check_id, at, line_id, copy_no, door, checker_kind, checker_id,
       checker_name_sealed, purpose_sealed, outcome, visible_from, made_by
FROM certificate_check
WHERE checker_kind = 'organisation' AND checker_id = $1
  AND (CAST($2 AS BIGINT) = 0 OR made_by = $2) AND ($3 = '' OR door = $3) AND at >= $4 AND at < $5
  AND (at < $6 OR (at = $6 AND check_id < $7))
ORDER BY at DESC, check_id DESC
LIMIT $8
