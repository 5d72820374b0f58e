-- All doubts about one certificate, the latest first. Rows: many.
-- $1 holder, $2 line
SELECT doubt_id, holder_id, line_id, version, issuer_id, item_id, province, desk, fields, state,
       reported_at, due_on, asked_at, taken_by, taken_at, answered_at, settled_at
FROM doubt_case WHERE holder_id = $1 AND line_id = $2
ORDER BY reported_at DESC, doubt_id DESC
