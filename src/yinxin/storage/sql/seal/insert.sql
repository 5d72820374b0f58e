-- Enters one seal. Rows: none.
-- $1 seal, $2 seal type, $3 issuer, $4 name, $5 state, $6 valid from, $7 valid until or NULL,
-- $8 key name
INSERT INTO seal (seal_id, seal_type, issuer_id, name, state, valid_from, valid_until, key_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
