-- Publishes one version of a reference text. Rows: none.
-- $1 name, $2 version, $3 body, $4 in force from, epoch seconds
INSERT INTO reference_text (name, version, body, effective_at) VALUES ($1, $2, $3, $4)
