-- Appends one event, not yet numbered. Rows: none.
-- $1 event id, $2 at, epoch seconds, $3 kind, $4 actor, $5 object, $6 facts (canonical JSON), $7 salt
INSERT INTO audit_event (event_id, at, kind, actor, object, facts, salt)
VALUES ($1, $2, $3, $4, $5, $6, $7)
