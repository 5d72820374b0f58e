-- The doubt about one version that is not settled yet. Rows: optional.
-- $1 holder, $2 line, $3 version
SELECT doubt_id, holder_id, line_id, version, issuer_id, item_id, province, desk, fields, state,
       reported_at, due_on, asked_at, taken_by, taken_at, answered_at, settled_at
FROM doubt_case
WHERE holder_id = $1 AND line_id = $2 AND version = $3 AND settled_at IS NULL
