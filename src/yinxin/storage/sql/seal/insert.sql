-- Enters one seal. Rows: none.
-- $1 seal, $2 seal type, $3 issuer, $4 name, $5 state, $6 valid from, $7 valid until or NULL,
-- $8 key name, $9 key name for OFD or NULL, $10 electronic seal or NULL
INSERT INTO seal (seal_id, seal_type, issuer_id, name, state, valid_from, valid_until, key_name,
                  ofd_key_name, electronic_seal)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
