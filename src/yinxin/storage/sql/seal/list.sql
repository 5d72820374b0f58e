-- All seals. Rows: many.
SELECT seal_id, seal_type, issuer_id, name, state, valid_from, valid_until, key_name, uses,
       ofd_key_name, electronic_seal
FROM seal ORDER BY seal_id
