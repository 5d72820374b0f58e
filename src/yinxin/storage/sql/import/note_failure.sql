-- Something about an upload failed, but the import goes on. Rows: none.
-- $1 import id, $2 code or '', $3 packed params
UPDATE import SET failure_code = $2, failure_facts = $3 WHERE import_id = $1
