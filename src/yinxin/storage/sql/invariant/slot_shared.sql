-- I1: applications that hold a slot of a line together with another (crosses holders; each row:
-- what, and the slot). Rows: many.
SELECT CAST(e.endorsement_id AS TEXT), CAST(e.slot AS TEXT)
FROM endorsement e
JOIN endorsement x ON x.holder_id = e.holder_id AND x.line_id = e.line_id AND x.slot = e.slot
    AND x.endorsement_id < e.endorsement_id
    AND x.state NOT IN ('failed', 'ended_by_office')
    AND x.applied_on < e.window_ends_on AND e.applied_on < x.window_ends_on
WHERE e.state NOT IN ('failed', 'ended_by_office')
ORDER BY e.endorsement_id
