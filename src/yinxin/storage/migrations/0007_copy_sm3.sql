-- Every file of a copy is known by its SM3 (GB/T 32905) beside its SHA-256, and identical is what
-- has both. Empty for files sealed before: `yinxin fsck` fills in those whose bytes are still there.
ALTER TABLE copy_file ADD COLUMN sm3 BYTEA;
ALTER TABLE lookup_file ADD COLUMN sm3 BYTEA;
CREATE UNIQUE INDEX lookup_file_sm3 ON lookup_file (sm3) WHERE sm3 IS NOT NULL;
