-- One page of what an office has done, the latest first (crosses holders). Rows: many.
-- $1 issuer id, '' for all, $2 desk, '' for all, '-' for none, $3 qualification id or '',
-- $4 province code or '', $5 at most, $6 leave out so many
SELECT doubt_id, holder_id, line_id, version, issuer_id, item_id, province, desk, fields, state,
       reported_at, due_on, asked_at, taken_by, taken_at, answered_at, settled_at
FROM doubt_case
WHERE settled_at IS NOT NULL
  AND ($1 = '' OR issuer_id = $1)
  AND ($2 = '' OR desk = $2 OR ($2 = '-' AND desk = ''))
  AND ($3 = '' OR item_id = $3)
  AND ($4 = '' OR province = $4)
ORDER BY settled_at DESC, doubt_id DESC
LIMIT $5 OFFSET $6
