-- Publishes one version. Rows: none.
-- $1 notice id, $2 version, $3 effective at, epoch seconds, $4 title zh, $5 title en, $6 body zh,
-- $7 body en
INSERT INTO notice (notice_id, version, effective_at, title_zh, title_en, body_zh, body_en)
VALUES ($1, $2, $3, $4, $5, $6, $7)
