-- Everything that hides or shows what was visible once is told.
CREATE FUNCTION batch_change_is_told() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
    INSERT INTO status_change (kind, at, holder_id, line_id, copy_id, batch_id, state, former)
    VALUES ('batch', NEW.changed_at, 0, 0, 0, NEW.batch_id, NEW.state, OLD.state);
    RETURN NULL;
END $function$;
CREATE TRIGGER batch_change_is_told AFTER UPDATE OF state ON batch
FOR EACH ROW WHEN (NEW.state <> OLD.state AND OLD.released_at IS NOT NULL)
EXECUTE FUNCTION batch_change_is_told();
