-- What the change feed and the webhooks are to be told, written where it happens.
CREATE TABLE status_change (
    change_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('certificate', 'endorsement', 'batch')),
    at BIGINT NOT NULL,
    holder_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    batch_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    former TEXT NOT NULL
);

CREATE FUNCTION certificate_status_is_told() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
    INSERT INTO status_change (kind, at, holder_id, line_id, copy_id, batch_id, state, former)
    VALUES ('certificate', NEW.status_at, NEW.holder_id, NEW.line_id, 0, NEW.batch_id, NEW.status,
            OLD.status);
    RETURN NULL;
END $function$;
CREATE TRIGGER certificate_status_is_told AFTER UPDATE OF status ON certificate
FOR EACH ROW WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION certificate_status_is_told();

CREATE FUNCTION endorsement_end_is_told() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
    INSERT INTO status_change (kind, at, holder_id, line_id, copy_id, batch_id, state, former)
    VALUES ('endorsement', NEW.state_at, NEW.holder_id, NEW.line_id, NEW.copy_id, 0, NEW.state,
            OLD.state);
    RETURN NULL;
END $function$;
CREATE TRIGGER endorsement_end_is_told AFTER UPDATE OF state ON endorsement
FOR EACH ROW WHEN (NEW.state IN ('withdrawn', 'ended_by_office') AND NEW.state <> OLD.state)
EXECUTE FUNCTION endorsement_end_is_told();
