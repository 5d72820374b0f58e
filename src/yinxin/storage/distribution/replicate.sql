-- Gives every node a copy of a table. Rows: one.
-- $1 table
SELECT 1 FROM (SELECT create_reference_table(CAST(CAST($1 AS TEXT) AS REGCLASS))) AS done
