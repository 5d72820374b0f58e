-- I3: faces of copies for which more than one signature counts as used (crosses holders; each row:
-- what, and how many). Rows: many.
SELECT CAST(i.copy_id AS TEXT), CAST(COUNT(1) AS TEXT)
FROM seal_intent i
WHERE i.state = 'sealed'
GROUP BY i.holder_id, i.copy_id, i.format
HAVING COUNT(1) > 1
ORDER BY i.copy_id
