-- A seal may have a second, national key and the electronic seal that names its certificate
-- (GB/T 38540): then its copies are sealed as OFD as well. The electronic seal is public.
ALTER TABLE seal ADD COLUMN ofd_key_name TEXT;
ALTER TABLE seal ADD COLUMN electronic_seal BYTEA;
