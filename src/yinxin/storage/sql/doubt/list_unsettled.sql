-- One page of what an office has in hand (crosses holders). Rows: many.
-- $1 issuer id, '' for all, $2 'open' (not taken), 'mine', 'owed' (an answer is), 'overdue',
-- 'accepted' or 'all', $3 staff, $4 today, $5 desk, '' for all, '-' for none, $6 qualification id
-- or '', $7 province code or '', $8 'due', 'newest' or 'oldest', $9 at most, $10 leave out so many
SELECT doubt_id, holder_id, line_id, version, issuer_id, item_id, province, desk, fields, state,
       reported_at, due_on, asked_at, taken_by, taken_at, answered_at, settled_at
FROM doubt_case
WHERE settled_at IS NULL
  AND ($1 = '' OR issuer_id = $1)
  AND CASE $2 WHEN 'open' THEN state = 'open'
              WHEN 'mine' THEN taken_by = $3
              WHEN 'owed' THEN state IN ('open', 'taken')
              WHEN 'overdue' THEN state IN ('open', 'taken') AND asked_at IS NULL AND due_on < $4
              WHEN 'accepted' THEN state = 'accepted'
              ELSE TRUE END
  AND ($5 = '' OR desk = $5 OR ($5 = '-' AND desk = ''))
  AND ($6 = '' OR item_id = $6)
  AND ($7 = '' OR province = $7)
ORDER BY CASE WHEN $8 = 'due' AND asked_at IS NOT NULL THEN 1 ELSE 0 END,
         CASE WHEN $8 = 'due' THEN due_on ELSE '' END,
         CASE WHEN $8 = 'newest' THEN -reported_at ELSE reported_at END, doubt_id
LIMIT $9 OFFSET $10
