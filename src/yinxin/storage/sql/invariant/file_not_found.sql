-- I3: files of copies that the look-up by hash does not lead to (crosses holders; each row: what,
-- and its format). Rows: many.
SELECT CAST(f.copy_id AS TEXT), f.format
FROM copy_file f
LEFT JOIN lookup_file l ON l.sha256 = f.sha256 AND l.holder_id = f.holder_id
    AND l.copy_id = f.copy_id AND l.format = f.format
WHERE l.sha256 IS NULL
ORDER BY f.copy_id, f.format
