-- Counts a try with the right code that must not open it. Rows: none.
-- $1 holder, $2 use, $3 now, epoch seconds
UPDATE authorised_use SET wrong_tries = wrong_tries + 1, wrong_at = $3
WHERE holder_id = $1 AND use_id = $2
