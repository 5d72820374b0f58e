-- Whatever the program thinks: an organisation keeps one who may decide for it.
CREATE FUNCTION organisation_keeps_owner() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM organisation_member m
        WHERE m.organisation_id = OLD.organisation_id AND m.role = 'owner'
          AND m.account_id <> OLD.account_id)
    THEN
        RAISE EXCEPTION 'the last owner of an organisation'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $function$;
CREATE TRIGGER organisation_keeps_owner_delete BEFORE DELETE ON organisation_member
FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION organisation_keeps_owner();
CREATE TRIGGER organisation_keeps_owner_update BEFORE UPDATE ON organisation_member
FOR EACH ROW
WHEN (OLD.role = 'owner' AND (NEW.role <> 'owner' OR NEW.organisation_id <> OLD.organisation_id))
EXECUTE FUNCTION organisation_keeps_owner();
