-- Imports that ended without a batch and still have rows, photos or files, and those whose rows went
-- into certificates and left photos of nobody. Rows: many.
-- $1 at most
SELECT i.import_id FROM import i
WHERE (i.state IN ('discarded', 'refused')
       AND (EXISTS (SELECT 1 FROM import_row r WHERE r.import_id = i.import_id)
            OR EXISTS (SELECT 1 FROM import_file f
                       WHERE f.import_id = i.import_id AND f.spool <> '')
            OR EXISTS (SELECT 1 FROM import_photo p WHERE p.import_id = i.import_id)))
   OR (i.state = 'submitted'
       AND NOT EXISTS (SELECT 1 FROM import_row r WHERE r.import_id = i.import_id)
       AND EXISTS (SELECT 1 FROM import_photo p WHERE p.import_id = i.import_id))
ORDER BY i.import_id LIMIT $1
