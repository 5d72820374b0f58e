-- Whatever the program thinks: the last one who can do what only an administrator can keeps it.
CREATE FUNCTION staff_role_last_administrator() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
    IF EXISTS (SELECT 1 FROM staff s WHERE s.staff_id = OLD.staff_id AND s.state = 'active')
        AND NOT EXISTS (
            SELECT 1 FROM staff_role r JOIN staff s ON s.staff_id = r.staff_id
            WHERE r.role = OLD.role AND s.state = 'active' AND s.staff_id <> OLD.staff_id)
    THEN
        RAISE EXCEPTION 'the last administrator of a kind'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $function$;
CREATE TRIGGER staff_role_last_administrator BEFORE DELETE ON staff_role
FOR EACH ROW WHEN (OLD.role LIKE '%\_administrator' ESCAPE '\')
EXECUTE FUNCTION staff_role_last_administrator();

CREATE FUNCTION staff_last_administrator() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
    IF EXISTS (
        SELECT 1 FROM staff_role own
        WHERE own.staff_id = OLD.staff_id AND own.role LIKE '%\_administrator' ESCAPE '\'
          AND NOT EXISTS (
              SELECT 1 FROM staff_role r JOIN staff s ON s.staff_id = r.staff_id
              WHERE r.role = own.role AND s.state = 'active' AND s.staff_id <> OLD.staff_id))
    THEN
        RAISE EXCEPTION 'the last administrator of a kind'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $function$;
CREATE TRIGGER staff_last_administrator BEFORE UPDATE OF state ON staff
FOR EACH ROW WHEN (OLD.state = 'active' AND NEW.state <> 'active')
EXECUTE FUNCTION staff_last_administrator();
