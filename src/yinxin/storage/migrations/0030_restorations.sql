-- Every time an older state was put back (恢复): what was known of the audit then and of what had
-- been seen of it, and how far all counters were moved on. The newest generation chooses the class
-- of numbers that are given out from there on, so that none that was given out in between and lost
-- is given again.
CREATE TABLE restoration (
    generation BIGINT PRIMARY KEY CHECK (generation >= 1),
    at BIGINT NOT NULL,
    restored_seq BIGINT NOT NULL,
    restored_chain BYTEA NOT NULL,
    witness_seq BIGINT NOT NULL,
    witness_chain BYTEA NOT NULL,
    gap BIGINT NOT NULL CHECK (gap >= 1)
);
