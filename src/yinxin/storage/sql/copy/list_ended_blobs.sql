-- Files of endorsements that are over but still stored (expiry; crosses holders). Rows: many.
-- $1 now, epoch seconds, $2 at most so many
SELECT f.holder_id, f.copy_id, f.format, f.sha256
FROM copy_file f
JOIN copy c ON c.holder_id = f.holder_id AND c.copy_id = f.copy_id
JOIN endorsement e ON e.holder_id = c.holder_id AND e.endorsement_id = c.endorsement_id
WHERE f.has_blob = 1 AND (e.valid_until <= $1 OR e.state IN ('withdrawn', 'ended_by_office'))
ORDER BY f.copy_id LIMIT $2
