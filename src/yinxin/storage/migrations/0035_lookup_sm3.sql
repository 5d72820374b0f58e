-- The SM3 of a file has a look-up of its own: a table that is found by two hashes could be spread
-- over a cluster by one of them only. lookup_file keeps the SM3 to compare it.
DROP INDEX lookup_file_sm3;
CREATE TABLE lookup_sm3 (
    sm3 BYTEA PRIMARY KEY,
    holder_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    format TEXT NOT NULL
);
INSERT INTO lookup_sm3 (sm3, holder_id, copy_id, format)
SELECT sm3, holder_id, copy_id, format FROM lookup_file WHERE sm3 IS NOT NULL;
