-- The three administrators exclude each other and every other role, whatever the program thinks.
CREATE FUNCTION staff_role_exclusive() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
    IF EXISTS (
        SELECT 1 FROM staff_role r
        WHERE r.staff_id = NEW.staff_id AND r.role <> NEW.role
          AND (r.role LIKE '%\_administrator' ESCAPE '\'
               OR NEW.role LIKE '%\_administrator' ESCAPE '\'))
    THEN
        RAISE EXCEPTION 'administrators hold one role'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $function$;
CREATE TRIGGER staff_role_exclusive BEFORE INSERT ON staff_role
FOR EACH ROW EXECUTE FUNCTION staff_role_exclusive();

CREATE FUNCTION staff_role_is_not_renamed() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
    RAISE EXCEPTION 'roles are granted and taken, never changed'
        USING ERRCODE = 'integrity_constraint_violation';
END $function$;
CREATE TRIGGER staff_role_is_not_renamed BEFORE UPDATE ON staff_role
FOR EACH ROW EXECUTE FUNCTION staff_role_is_not_renamed();
