-- What changed and is not yet told to those who watch. Written by triggers, in the transaction of
-- the change itself: no writer, of whatever room, can forget it.
CREATE TABLE status_change (
    change_id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('certificate', 'endorsement', 'batch')),
    at BIGINT NOT NULL,
    holder_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    batch_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    former TEXT NOT NULL
);

CREATE TRIGGER certificate_status_is_told AFTER UPDATE OF status ON certificate
WHEN NEW.status <> OLD.status
BEGIN
    INSERT INTO status_change (kind, at, holder_id, line_id, copy_id, batch_id, state, former)
    VALUES ('certificate', NEW.status_at, NEW.holder_id, NEW.line_id, 0, NEW.batch_id, NEW.status,
            OLD.status);
END;

-- Only what ends a copy that somebody may hold; a copy that was never ready was never checked.
CREATE TRIGGER endorsement_end_is_told AFTER UPDATE OF state ON endorsement
WHEN NEW.state IN ('withdrawn', 'ended_by_office') AND NEW.state <> OLD.state
BEGIN
    INSERT INTO status_change (kind, at, holder_id, line_id, copy_id, batch_id, state, former)
    VALUES ('endorsement', NEW.state_at, NEW.holder_id, NEW.line_id, NEW.copy_id, 0, NEW.state,
            OLD.state);
END;

CREATE TRIGGER batch_recall_is_told AFTER UPDATE OF state ON batch
WHEN NEW.state <> OLD.state AND 'recalled' IN (NEW.state, OLD.state)
BEGIN
    INSERT INTO status_change (kind, at, holder_id, line_id, copy_id, batch_id, state, former)
    VALUES ('batch', NEW.changed_at, 0, 0, 0, NEW.batch_id, NEW.state, OLD.state);
END;
