-- I3: hashes that lead to a file the copy does not have (crosses holders; each row: what, and the
-- format). Rows: many.
SELECT CAST(l.copy_id AS TEXT), l.format
FROM lookup_file l
LEFT JOIN copy_file f ON f.holder_id = l.holder_id AND f.copy_id = l.copy_id
    AND f.format = l.format AND f.sha256 = l.sha256
WHERE f.copy_id IS NULL
ORDER BY l.copy_id, l.format
