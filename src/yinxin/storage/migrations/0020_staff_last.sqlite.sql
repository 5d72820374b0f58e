-- Whatever the program thinks: the last one who can do what only an administrator can keeps it.
CREATE TRIGGER staff_role_last_administrator BEFORE DELETE ON staff_role
WHEN OLD.role LIKE '%\_administrator' ESCAPE '\'
BEGIN
    SELECT RAISE(ABORT, 'the last administrator of a kind') WHERE
        EXISTS (SELECT 1 FROM staff s WHERE s.staff_id = OLD.staff_id AND s.state = 'active')
        AND NOT EXISTS (
            SELECT 1 FROM staff_role r JOIN staff s ON s.staff_id = r.staff_id
            WHERE r.role = OLD.role AND s.state = 'active' AND s.staff_id <> OLD.staff_id);
END;
CREATE TRIGGER staff_last_administrator BEFORE UPDATE OF state ON staff
WHEN OLD.state = 'active' AND NEW.state <> 'active'
BEGIN
    SELECT RAISE(ABORT, 'the last administrator of a kind') WHERE EXISTS (
        SELECT 1 FROM staff_role own
        WHERE own.staff_id = OLD.staff_id AND own.role LIKE '%\_administrator' ESCAPE '\'
          AND NOT EXISTS (
              SELECT 1 FROM staff_role r JOIN staff s ON s.staff_id = r.staff_id
              WHERE r.role = own.role AND s.state = 'active' AND s.staff_id <> OLD.staff_id));
END;
