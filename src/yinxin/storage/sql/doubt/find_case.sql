-- One doubt as the office has it. Rows: optional.
-- $1 doubt
SELECT doubt_id, holder_id, line_id, version, issuer_id, item_id, province, desk, fields, state,
       reported_at, due_on, asked_at, taken_by, taken_at, answered_at, settled_at
FROM doubt_case WHERE doubt_id = $1
