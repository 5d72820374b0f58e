-- I3: released copies without any file (crosses holders; each row: what, and nothing). Rows: many.
SELECT CAST(k.copy_id AS TEXT), ''
FROM copy k
WHERE k.state = 'released'
  AND NOT EXISTS (SELECT 1 FROM copy_file f
                  WHERE f.holder_id = k.holder_id AND f.copy_id = k.copy_id)
ORDER BY k.copy_id
