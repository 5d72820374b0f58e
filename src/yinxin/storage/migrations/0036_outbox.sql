-- What a holder's transaction leaves to be done on other nodes (docs/distribution.md): one row,
-- written with the holder's rows, done after the commit, and by a job where that did not happen.
-- Empty on a database that is one: there everything is one transaction.
CREATE TABLE holder_outbox (
    holder_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    posted_at BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (holder_id, entry_id)
);
CREATE INDEX holder_outbox_posted ON holder_outbox (posted_at);

-- Entries that were done, so that none is done twice.
CREATE TABLE outbox_done (
    entry_id BIGINT PRIMARY KEY,
    done_at BIGINT NOT NULL
);
CREATE INDEX outbox_done_at ON outbox_done (done_at);

-- Whether a change is queued already.
CREATE INDEX status_change_about ON status_change (holder_id, line_id);
