-- What happened to one certificate, newest first. Rows: many.
-- $1 holder, $2 line
SELECT version, at, former, status, reason_sealed, decision_no, proposal_id, staff_id
FROM certificate_change WHERE holder_id = $1 AND line_id = $2
ORDER BY change_id DESC
