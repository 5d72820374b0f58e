-- Leaves a table on the coordinator and lets every node use it there. Rows: one.
-- $1 table
SELECT 1 FROM (SELECT citus_add_local_table_to_metadata(CAST(CAST($1 AS TEXT) AS REGCLASS))) AS done
