-- I8: copies whose number, typed code or token leads to another one, or nowhere (crosses holders;
-- each row: what, and nothing). Rows: many.
SELECT CAST(k.copy_id AS TEXT), ''
FROM copy k
LEFT JOIN lookup_copy_no n ON n.copy_no = k.copy_no AND n.holder_id = k.holder_id
    AND n.copy_id = k.copy_id
LEFT JOIN lookup_copy_code d ON d.copy_code = k.copy_code AND d.holder_id = k.holder_id
    AND d.copy_id = k.copy_id
LEFT JOIN lookup_copy_token t ON t.token = k.token AND t.holder_id = k.holder_id
    AND t.copy_id = k.copy_id
WHERE n.copy_no IS NULL OR d.copy_code IS NULL OR t.token IS NULL
ORDER BY k.copy_id
