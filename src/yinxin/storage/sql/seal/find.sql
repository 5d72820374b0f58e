-- One seal. Rows: optional.
-- $1 seal
SELECT seal_id, seal_type, issuer_id, name, state, valid_from, valid_until, key_name, uses,
       ofd_key_name, electronic_seal
FROM seal WHERE seal_id = $1
