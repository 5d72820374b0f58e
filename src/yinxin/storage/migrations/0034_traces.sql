-- The trace of the request that ordered the work (W3C Trace Context, 32 hexadecimal digits): the
-- same in the logs of the click, of the press and of the signer. '' for work nobody clicked for.
ALTER TABLE job ADD COLUMN trace TEXT NOT NULL DEFAULT '';
ALTER TABLE seal_intent ADD COLUMN trace TEXT NOT NULL DEFAULT '';
