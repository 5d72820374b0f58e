-- One slot of a certificate line holds one application at a time: the half-open ranges
-- [applied_on, window_ends_on) of a slot never overlap unless the application failed or the office
-- ended it. The days are compared as the numbers 20261129, because a cast from text to date depends
-- on the session and may stand in no index.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE FUNCTION civil_day_number(day TEXT) RETURNS INTEGER
LANGUAGE SQL IMMUTABLE STRICT PARALLEL SAFE
RETURN CAST(replace(day, '-', '') AS INTEGER);

ALTER TABLE endorsement ADD CONSTRAINT endorsement_slot_free EXCLUDE USING gist (
    holder_id WITH =, line_id WITH =, slot WITH =,
    int4range(civil_day_number(applied_on), civil_day_number(window_ends_on), '[)') WITH &&)
    WHERE (state NOT IN ('failed', 'ended_by_office'));

-- The quota of the policy bounds the slot number itself.
CREATE FUNCTION endorsement_slot_in_quota() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
    IF NEW.slot > (
        SELECT p.quota FROM certificate c
        JOIN policy p ON p.policy_id = c.policy_id
        WHERE c.holder_id = NEW.holder_id AND c.line_id = NEW.line_id AND c.version = NEW.version)
    THEN
        RAISE EXCEPTION 'endorsement slot is over the quota' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $function$;
CREATE TRIGGER endorsement_slot_in_quota BEFORE INSERT ON endorsement
FOR EACH ROW EXECUTE FUNCTION endorsement_slot_in_quota();

-- The application keeps the audit as it was written, but for the sequencer's columns.
CREATE FUNCTION audit_event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'audit events are never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RAISE EXCEPTION 'audit events are never deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END $function$;
CREATE TRIGGER audit_event_is_kept BEFORE DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_is_kept();
CREATE TRIGGER audit_event_is_unchanged BEFORE UPDATE ON audit_event
FOR EACH ROW
WHEN (OLD.seq IS NOT NULL OR NEW.at <> OLD.at OR NEW.kind <> OLD.kind OR NEW.actor <> OLD.actor
      OR NEW.object <> OLD.object OR NEW.facts <> OLD.facts OR NEW.salt <> OLD.salt)
EXECUTE FUNCTION audit_event_is_kept();
CREATE TRIGGER audit_event_is_not_emptied BEFORE TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_kept();
