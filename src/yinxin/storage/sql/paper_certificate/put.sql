-- Enters or replaces the paper register's line for one certificate. Rows: none.
-- $1 holder, $2 line, $3 state, $4 serial number, $5 pick-up place in Chinese, $6 in English,
-- $7 last pick-up day or NULL, $8 now, epoch seconds
INSERT INTO paper_certificate (holder_id, line_id, state, serial_no, pickup_zh, pickup_en,
                               deadline_on, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (holder_id, line_id) DO UPDATE
SET state = excluded.state, serial_no = excluded.serial_no, pickup_zh = excluded.pickup_zh,
    pickup_en = excluded.pickup_en, deadline_on = excluded.deadline_on,
    changed_at = excluded.changed_at
