-- Gives a seal the key and the electronic seal for OFD. Rows: none.
-- $1 seal, $2 key name, $3 electronic seal
UPDATE seal SET ofd_key_name = $2, electronic_seal = $3 WHERE seal_id = $1
