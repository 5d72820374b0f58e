-- Paper certificates that wait and whose last day is near, whose holder has not been noted (crosses
-- holders). Rows: many.
-- $1 from civil day, $2 to civil day, $3 event, $4 at most so many
SELECT p.holder_id, p.line_id, p.deadline_on FROM paper_certificate p
WHERE p.state = 'printed' AND p.deadline_on >= $1 AND p.deadline_on <= $2
  AND NOT EXISTS (SELECT 1 FROM holder_notice n
                  WHERE n.holder_id = p.holder_id AND n.event = $3 AND n.object_id = p.line_id
                    AND n.day = p.deadline_on)
ORDER BY p.deadline_on LIMIT $4
