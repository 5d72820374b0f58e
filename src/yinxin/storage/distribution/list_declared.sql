-- The tables that were declared before. Rows: many.
SELECT CAST(logicalrelid AS TEXT) FROM pg_dist_partition ORDER BY 1
