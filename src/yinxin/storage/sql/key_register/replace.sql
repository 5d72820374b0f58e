-- Puts another key in the place of one. Rows: none.
-- $1 name, $2 algorithm, $3 location, $4 public key (DER), $5 created at, epoch seconds
UPDATE key_register SET algorithm = $2, location = $3, public_key = $4, created_at = $5
WHERE key_name = $1
