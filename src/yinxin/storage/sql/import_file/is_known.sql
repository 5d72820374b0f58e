-- Whether an import still needs a file of the spool. Rows: optional.
-- $1 name in the spool
SELECT import_id FROM import_file WHERE spool = $1
