-- One key. Rows: optional.
-- $1 name
SELECT key_name, purpose, algorithm, location, used_by, rotation, public_key, certificate_pem,
       chain_pem, crl_pem, created_at
FROM key_register WHERE key_name = $1
