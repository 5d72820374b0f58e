-- Lists one key of the installation. Rows: none.
-- $1 name, $2 purpose, $3 algorithm, $4 location, $5 used by, $6 rotation, $7 public key (DER) or
-- NULL, $8 certificate (PEM) or NULL, $9 chain (PEM) or NULL, $10 revocation lists (PEM) or NULL,
-- $11 created at, epoch seconds
INSERT INTO key_register (key_name, purpose, algorithm, location, used_by, rotation, public_key,
                          certificate_pem, chain_pem, crl_pem, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
