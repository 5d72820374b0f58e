-- Every time an older state was put back, the oldest first. Rows: many.
SELECT generation, at, restored_seq, restored_chain, witness_seq, witness_chain, gap
FROM restoration ORDER BY generation
