-- All keys of the installation. Rows: many.
SELECT key_name, purpose, algorithm, location, used_by, rotation, public_key, certificate_pem,
       chain_pem, crl_pem, created_at
FROM key_register ORDER BY key_name
