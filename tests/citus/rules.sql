-- SPDX-License-Identifier: Apache-2.0
-- The rules of Citus for declaring tables, on a PostgreSQL without Citus. This is no Citus: nothing
-- is spread and no query is planned. It refuses, from pg_catalog, the declarations that Citus 12 and
-- 13 refuse (their create_distributed_table.c and foreign_constraint.c):
--   a table is declared once; the column exists and has a type that can be hashed;
--   every primary key, unique and exclusion constraint has the column, with = in an exclusion;
--   no triggers; identity columns are BIGINT; no partitions or inheritance;
--   tables that stand together have the same column type;
--   foreign keys lead to a reference table, or to one that stands together, by the column.

CREATE TABLE pg_dist_partition (
    logicalrelid REGCLASS PRIMARY KEY,
    partmethod "char" NOT NULL,  -- h: by hash, n: none
    partkey TEXT,
    colocationid INTEGER NOT NULL,
    repmodel "char" NOT NULL     -- s: spread or local, t: a reference table
);
CREATE SEQUENCE colocation_group;

CREATE FUNCTION check_declarable(rel REGCLASS) RETURNS VOID LANGUAGE plpgsql AS $function$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = rel) THEN
        RAISE EXCEPTION 'table "%" is already distributed', rel;
    END IF;
    IF (SELECT relkind FROM pg_class WHERE oid = rel) <> 'r'
       OR EXISTS (SELECT 1 FROM pg_inherits WHERE rel IN (inhrelid, inhparent)) THEN
        RAISE EXCEPTION '% is not a regular, foreign or partitioned table', rel;
    END IF;
    IF EXISTS (SELECT 1 FROM pg_attribute
               WHERE attrelid = rel AND attidentity <> '' AND atttypid <> 'bigint'::regtype) THEN
        RAISE EXCEPTION 'cannot complete operation on % with smallint/int identity column', rel;
    END IF;
END $function$;

CREATE FUNCTION check_no_triggers(rel REGCLASS) RETURNS VOID LANGUAGE plpgsql AS $function$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = rel AND NOT tgisinternal) THEN
        RAISE EXCEPTION 'cannot distribute relation "%" because it has triggers', rel
            USING HINT = 'Consider dropping all the triggers on the table and retry.';
    END IF;
END $function$;

-- A unique index without the column, or an exclusion that compares it by something else than =.
CREATE FUNCTION check_unique(rel REGCLASS, key SMALLINT) RETURNS VOID LANGUAGE plpgsql AS $function$
DECLARE
    bad TEXT;
BEGIN
    SELECT i.indexrelid::regclass::text INTO bad
    FROM pg_index i
    LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'x'
    WHERE i.indrelid = rel AND (i.indisunique OR i.indisexclusion)
      AND NOT EXISTS (
          SELECT 1 FROM unnest(i.indkey) WITH ORDINALITY AS k (attribute, place)
          WHERE k.attribute = key
            AND k.place <= i.indnkeyatts
            AND (NOT i.indisexclusion
                 OR (SELECT o.oprname FROM pg_operator o WHERE o.oid = c.conexclop[k.place]) = '='))
    LIMIT 1;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'cannot create constraint on "%" (%)', rel, bad
            USING DETAIL = 'Distributed relations cannot have UNIQUE, EXCLUDE, or PRIMARY KEY '
                'constraints that do not include the partition column (with an equality operator '
                'if EXCLUDE).';
    END IF;
END $function$;

CREATE FUNCTION check_foreign_keys(rel REGCLASS, key TEXT, colocation INTEGER)
RETURNS VOID LANGUAGE plpgsql AS $function$
DECLARE
    link RECORD;
    target pg_dist_partition;
BEGIN
    FOR link IN SELECT * FROM pg_constraint WHERE contype = 'f' AND conrelid = rel LOOP
        SELECT * INTO target FROM pg_dist_partition WHERE logicalrelid = link.confrelid;
        IF target.repmodel = 't' THEN CONTINUE; END IF;
        IF target.partkey IS NULL OR target.colocationid <> colocation THEN
            RAISE EXCEPTION 'cannot create foreign key constraint since relations are not '
                'colocated or not referencing a reference table';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM unnest(link.conkey, link.confkey) AS pair (own, other)
            JOIN pg_attribute o ON o.attrelid = rel AND o.attnum = pair.own
            JOIN pg_attribute t ON t.attrelid = link.confrelid AND t.attnum = pair.other
            WHERE o.attname = key AND t.attname = target.partkey)
        THEN
            RAISE EXCEPTION 'cannot create foreign key constraint: the foreign key must include '
                'the distribution columns of both tables';
        END IF;
    END LOOP;
    IF EXISTS (SELECT 1 FROM pg_constraint c
               WHERE c.contype = 'f' AND c.confrelid = rel AND c.conrelid <> rel
                 AND NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = c.conrelid))
    THEN
        RAISE EXCEPTION 'cannot distribute % while a local table refers to it', rel;
    END IF;
END $function$;

CREATE FUNCTION create_distributed_table(
    table_name REGCLASS, distribution_column TEXT, distribution_type TEXT DEFAULT 'hash',
    colocate_with TEXT DEFAULT 'default', shard_count INTEGER DEFAULT NULL)
RETURNS VOID LANGUAGE plpgsql AS $function$
DECLARE
    key pg_attribute;
    other pg_dist_partition;
    colocation INTEGER;
BEGIN
    PERFORM check_declarable(table_name);
    PERFORM check_no_triggers(table_name);
    SELECT * INTO key FROM pg_attribute
    WHERE attrelid = table_name AND attname = distribution_column AND attnum > 0;
    IF NOT FOUND OR key.attgenerated <> '' THEN
        RAISE EXCEPTION 'column "%" of relation "%" does not exist', distribution_column, table_name;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_opclass c JOIN pg_am a ON a.oid = c.opcmethod
                   WHERE a.amname = 'hash' AND c.opcintype = key.atttypid AND c.opcdefault) THEN
        RAISE EXCEPTION 'data type % has no default operator class for hash',
            format_type(key.atttypid, NULL);
    END IF;
    PERFORM check_unique(table_name, key.attnum);
    IF colocate_with = 'none' THEN
        colocation := nextval('colocation_group');
    ELSIF colocate_with = 'default' THEN
        RAISE EXCEPTION 'these rules want it said what a table stands together with';
    ELSE
        SELECT * INTO other FROM pg_dist_partition WHERE logicalrelid = colocate_with::regclass;
        IF other.partkey IS NULL THEN
            RAISE EXCEPTION 'relation % is not distributed', colocate_with;
        END IF;
        IF (SELECT atttypid FROM pg_attribute
            WHERE attrelid = other.logicalrelid AND attname = other.partkey) <> key.atttypid THEN
            RAISE EXCEPTION 'cannot colocate tables % and %', colocate_with, table_name
                USING DETAIL = 'Distribution column types don''t match.';
        END IF;
        colocation := other.colocationid;
    END IF;
    PERFORM check_foreign_keys(table_name, distribution_column, colocation);
    INSERT INTO pg_dist_partition VALUES (table_name, 'h', distribution_column, colocation, 's');
END $function$;

CREATE FUNCTION create_reference_table(table_name REGCLASS) RETURNS VOID
LANGUAGE plpgsql AS $function$
BEGIN
    PERFORM check_declarable(table_name);
    PERFORM check_no_triggers(table_name);
    INSERT INTO pg_dist_partition VALUES (table_name, 'n', NULL, 0, 't');
END $function$;

-- Triggers are allowed: the table stays one table.
CREATE FUNCTION citus_add_local_table_to_metadata(
    table_name REGCLASS, cascade_via_foreign_keys BOOLEAN DEFAULT FALSE)
RETURNS VOID LANGUAGE plpgsql AS $function$
BEGIN
    PERFORM check_declarable(table_name);
    INSERT INTO pg_dist_partition VALUES (table_name, 'n', NULL, 0, 's');
END $function$;
