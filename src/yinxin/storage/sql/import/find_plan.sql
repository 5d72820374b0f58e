-- What the columns of an import are, sealed. Rows: optional.
-- $1 import id
SELECT plan_sealed FROM import WHERE import_id = $1 AND plan_sealed IS NOT NULL
