-- One slot of a certificate line holds one application at a time: the half-open ranges
-- [applied_on, window_ends_on) of a slot never overlap unless the application failed or the office
-- ended it. SQLite has no exclusion constraint; a trigger in the same transaction is its like,
-- because there is one writer.
CREATE TRIGGER endorsement_slot_free_insert BEFORE INSERT ON endorsement
WHEN NEW.state NOT IN ('failed', 'ended_by_office')
BEGIN
    SELECT RAISE(ABORT, 'endorsement slot is taken') WHERE EXISTS (
        SELECT 1 FROM endorsement e
        WHERE e.holder_id = NEW.holder_id AND e.line_id = NEW.line_id AND e.slot = NEW.slot
          AND e.state NOT IN ('failed', 'ended_by_office')
          AND e.applied_on < NEW.window_ends_on AND NEW.applied_on < e.window_ends_on);
END;

CREATE TRIGGER endorsement_slot_free_update BEFORE UPDATE ON endorsement
WHEN NEW.state NOT IN ('failed', 'ended_by_office')
BEGIN
    SELECT RAISE(ABORT, 'endorsement slot is taken') WHERE EXISTS (
        SELECT 1 FROM endorsement e
        WHERE e.holder_id = NEW.holder_id AND e.line_id = NEW.line_id AND e.slot = NEW.slot
          AND e.endorsement_id <> NEW.endorsement_id
          AND e.state NOT IN ('failed', 'ended_by_office')
          AND e.applied_on < NEW.window_ends_on AND NEW.applied_on < e.window_ends_on);
END;

-- The quota of the policy bounds the slot number itself.
CREATE TRIGGER endorsement_slot_in_quota BEFORE INSERT ON endorsement
BEGIN
    SELECT RAISE(ABORT, 'endorsement slot is over the quota')
    WHERE NEW.slot > (
        SELECT p.quota FROM certificate c
        JOIN policy p ON p.policy_id = c.policy_id
        WHERE c.holder_id = NEW.holder_id AND c.line_id = NEW.line_id AND c.version = NEW.version);
END;

-- The application keeps the audit as it was written, but for the sequencer's three columns.
CREATE TRIGGER audit_event_is_kept BEFORE DELETE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'audit events are never deleted');
END;
CREATE TRIGGER audit_event_is_unchanged BEFORE UPDATE ON audit_event
WHEN OLD.seq IS NOT NULL OR NEW.at <> OLD.at OR NEW.kind <> OLD.kind OR NEW.actor <> OLD.actor
     OR NEW.object <> OLD.object OR NEW.facts <> OLD.facts OR NEW.salt <> OLD.salt
BEGIN
    SELECT RAISE(ABORT, 'audit events are never changed');
END;
