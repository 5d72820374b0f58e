-- For each row of a piece of an import the first other row with the same management index, with the
-- same certificate index, with the same person index. Rows: many.
-- $1 import id, $2 first row number, $3 last row number
SELECT r.row_no,
       (SELECT t.row_no FROM import_row t
        WHERE t.management_index = r.management_index AND t.import_id = r.import_id
          AND t.row_no <> r.row_no AND t.state <> 'left_out'
        ORDER BY t.row_no LIMIT 1),
       (SELECT t.row_no FROM import_row t
        WHERE t.certificate_index = r.certificate_index AND t.import_id = r.import_id
          AND t.row_no <> r.row_no AND t.state <> 'left_out'
        ORDER BY t.row_no LIMIT 1),
       (SELECT t.row_no FROM import_row t
        WHERE t.person_index = r.person_index AND t.import_id = r.import_id
          AND t.row_no <> r.row_no AND t.state <> 'left_out'
        ORDER BY t.row_no LIMIT 1)
FROM import_row r
WHERE r.import_id = $1 AND r.row_no >= $2 AND r.row_no <= $3
