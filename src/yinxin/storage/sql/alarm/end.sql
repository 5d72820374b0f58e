-- Somebody has dealt with an alarm; no row is changed where somebody was faster. Rows: none.
-- $1 alarm id, $2 staff id, $3 at, epoch seconds, $4 sealed note
UPDATE alarm SET ended_by = $2, ended_at = $3, note_sealed = $4
WHERE alarm_id = $1 AND ended_at IS NULL
