-- The sealed file was used and goes; what it was stays on record. Rows: none.
-- $1 import id, $2 kind key
UPDATE import_file SET spool = '', key_sealed = NULL WHERE import_id = $1 AND kind = $2
