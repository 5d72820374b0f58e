-- Whether the database is a Citus cluster's: its functions are there. Rows: one.
SELECT CASE WHEN to_regproc('create_distributed_table') IS NULL THEN 0 ELSE 1 END
