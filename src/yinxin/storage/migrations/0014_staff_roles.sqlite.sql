-- 三员分立: an administrator has no other role, whatever the program thinks.
CREATE TRIGGER staff_role_exclusive BEFORE INSERT ON staff_role
BEGIN
    SELECT RAISE(ABORT, 'administrators hold one role') WHERE EXISTS (
        SELECT 1 FROM staff_role r
        WHERE r.staff_id = NEW.staff_id AND r.role <> NEW.role
          AND (r.role LIKE '%\_administrator' ESCAPE '\'
               OR NEW.role LIKE '%\_administrator' ESCAPE '\'));
END;
CREATE TRIGGER staff_role_is_not_renamed BEFORE UPDATE ON staff_role
BEGIN
    SELECT RAISE(ABORT, 'roles are granted and taken, never changed');
END;
