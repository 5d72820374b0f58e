-- Records that an older state was put back. Rows: none.
-- $1 generation, $2 at, epoch seconds, $3 and $4 newest place and link of the restored audit, $5 and
-- $6 those last seen elsewhere, $7 by how much counters moved on
INSERT INTO restoration (generation, at, restored_seq, restored_chain, witness_seq, witness_chain,
                         gap)
VALUES ($1, $2, $3, $4, $5, $6, $7)
