-- Enters an import whose file waits to be looked through. Rows: none.
-- $1 import id, $2 issuer id, $3 maker's staff id, $4 now, epoch seconds
INSERT INTO import (import_id, issuer_id, made_by, made_at, changed_at, state)
VALUES ($1, $2, $3, $4, $4, 'reading')
