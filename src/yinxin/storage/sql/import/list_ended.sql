-- Imports that ended without a batch and still have rows, photos or files; and those whose good
-- rows went into certificates, with photos of nobody or rows that were left out long ago.
-- Rows: many.
-- $1 submitted before, epoch seconds, $2 at most
SELECT i.import_id FROM import i
WHERE (i.state IN ('discarded', 'refused')
       AND (EXISTS (SELECT 1 FROM import_row r WHERE r.import_id = i.import_id)
            OR EXISTS (SELECT 1 FROM import_file f
                       WHERE f.import_id = i.import_id AND f.spool <> '')
            OR EXISTS (SELECT 1 FROM import_photo p WHERE p.import_id = i.import_id)))
   OR (i.state = 'submitted'
       AND NOT EXISTS (SELECT 1 FROM import_row g
                       WHERE g.import_id = i.import_id AND g.state = 'good')
       AND (EXISTS (SELECT 1 FROM import_photo p WHERE p.import_id = i.import_id)
            OR (i.submitted_at < $1
                AND EXISTS (SELECT 1 FROM import_row r WHERE r.import_id = i.import_id))))
ORDER BY i.import_id LIMIT $2
