-- Faces of certificates, which name their photos, a page of the whole register (crosses holders).
-- Rows: many.
-- $1 after this holder, $2 line, $3 and version, $4 at most
SELECT holder_id, line_id, version, face_sealed FROM certificate
WHERE (holder_id, line_id, version) > ($1, $2, $3)
ORDER BY holder_id, line_id, version LIMIT $4
