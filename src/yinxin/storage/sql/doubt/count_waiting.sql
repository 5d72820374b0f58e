-- How many doubts wait for the office, as overdue or not (crosses holders). Rows: one.
-- $1 issuer id, '' for all, $2 today, $3 staff, $4 1: only those of desks this person looks after,
-- of no desk, or of a desk nobody looks after; those taken by this person in any case
SELECT COALESCE(SUM(CASE WHEN d.state = 'open' OR d.taken_by = $3 THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN d.due_on < $2 THEN 1 ELSE 0 END), 0)
FROM doubt_case d
WHERE d.settled_at IS NULL AND ($1 = '' OR d.issuer_id = $1) AND d.state IN ('open', 'taken') AND d.asked_at IS NULL
  AND (d.due_on < $2 OR d.taken_by = $3 OR $4 = 0 OR d.desk = ''
       OR EXISTS (SELECT 1 FROM doubt_desk_member m
                  WHERE m.issuer_id = d.issuer_id AND m.desk = d.desk AND m.staff_id = $3)
       OR NOT EXISTS (SELECT 1 FROM doubt_desk_member m
                      WHERE m.issuer_id = d.issuer_id AND m.desk = d.desk))
