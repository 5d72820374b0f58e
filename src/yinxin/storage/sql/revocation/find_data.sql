-- Data as it was accepted. Rows: optional.
-- $1 address, $2 subject or ''
SELECT der FROM revocation_data WHERE address = $1 AND subject = $2
