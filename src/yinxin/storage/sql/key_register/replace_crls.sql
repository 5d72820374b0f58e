-- Puts fresh revocation lists beside a key. Rows: none.
-- $1 name, $2 lists (PEM)
UPDATE key_register SET crl_pem = $2 WHERE key_name = $1
