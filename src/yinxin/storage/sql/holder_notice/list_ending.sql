-- Copies whose endorsement ends soon and whose holder has not been noted (crosses holders): those of
-- the index of files by their end. Rows: many.
-- $1 ends after, $2 ends at or before, epoch seconds, $3 days an endorsement is longer than, $4 event,
-- $5 at most so many
SELECT DISTINCT f.holder_id, f.copy_id
FROM copy_file f
JOIN endorsement e ON e.holder_id = f.holder_id AND e.copy_id = f.copy_id
WHERE f.has_blob = 1 AND f.ends_at > $1 AND f.ends_at <= $2 AND e.state = 'ready' AND e.days > $3
  AND NOT EXISTS (SELECT 1 FROM holder_notice n
                  WHERE n.holder_id = f.holder_id AND n.event = $4 AND n.object_id = f.copy_id
                    AND n.day = '')
ORDER BY f.holder_id, f.copy_id LIMIT $5
