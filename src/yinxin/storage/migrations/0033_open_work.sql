-- What is open is measured every few seconds, and by every look at /readyz; what was done grows for
-- ever. Both indexes hold the few rows that are not done.
CREATE INDEX job_open_since ON job (state, created_at) WHERE state IN ('waiting', 'leased');
CREATE INDEX job_dead ON job (job_id) WHERE state = 'dead';
