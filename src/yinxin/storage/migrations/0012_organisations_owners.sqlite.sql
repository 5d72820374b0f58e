-- An organisation that has had an owner keeps one. A trigger stands for the constraint, because
-- there is one writer.
CREATE TRIGGER organisation_keeps_owner_delete BEFORE DELETE ON organisation_member
WHEN OLD.role = 'owner'
BEGIN
    SELECT RAISE(ABORT, 'the last owner of an organisation') WHERE NOT EXISTS (
        SELECT 1 FROM organisation_member m
        WHERE m.organisation_id = OLD.organisation_id AND m.role = 'owner'
          AND m.account_id <> OLD.account_id);
END;

CREATE TRIGGER organisation_keeps_owner_update BEFORE UPDATE ON organisation_member
WHEN OLD.role = 'owner' AND (NEW.role <> 'owner' OR NEW.organisation_id <> OLD.organisation_id)
BEGIN
    SELECT RAISE(ABORT, 'the last owner of an organisation') WHERE NOT EXISTS (
        SELECT 1 FROM organisation_member m
        WHERE m.organisation_id = OLD.organisation_id AND m.role = 'owner'
          AND m.account_id <> OLD.account_id);
END;
