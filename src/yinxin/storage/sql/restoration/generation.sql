-- How often an older state was put back. Rows: one.
SELECT COALESCE(MAX(generation), 0) FROM restoration
