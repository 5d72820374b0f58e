-- Spreads a table over the shards by a column, together with another table or with none.
-- Rows: one.
-- $1 table, $2 column, $3 table it stands together with, or 'none'
SELECT 1 FROM (SELECT create_distributed_table(CAST(CAST($1 AS TEXT) AS REGCLASS),
                                               CAST($2 AS TEXT),
                                               colocate_with => CAST($3 AS TEXT))) AS done
