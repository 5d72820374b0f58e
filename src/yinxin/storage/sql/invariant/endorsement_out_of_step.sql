-- I6: applications whose state is not that of their copy (crosses holders; each row: what, and its
-- state). Rows: many.
SELECT CAST(e.endorsement_id AS TEXT), e.state
FROM endorsement e
LEFT JOIN copy k ON k.holder_id = e.holder_id AND k.copy_id = e.copy_id
WHERE k.state IS NULL
   OR (e.state = 'ready' AND k.state <> 'released')
   OR (e.state = 'pending' AND k.state <> 'pressing')
   OR (e.state = 'failed' AND k.state = 'released')
ORDER BY e.endorsement_id
