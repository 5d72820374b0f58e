-- Why one checker looked at the page of one copy lately, newest first. Rows: many.
-- $1 checker's kind, $2 checker's id, $3 account that made it for an organisation, 0 for none,
-- $4 holder, $5 copy number, $6 after, epoch seconds
SELECT purpose_sealed
FROM certificate_check
WHERE checker_kind = $1 AND checker_id = $2 AND COALESCE(made_by, 0) = $3 AND holder_id = $4
  AND copy_no = $5 AND door IN ('page', 'code') AND at > $6
ORDER BY at DESC, check_id DESC
