-- The steps of the schema that were done. Rows: many.
SELECT name FROM schema_step ORDER BY name
