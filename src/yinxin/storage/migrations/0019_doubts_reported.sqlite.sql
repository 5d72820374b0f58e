-- Doubts that were reported before there was an office to answer them; 15 working days are 21 days.
-- Of several about one version the latest waits, the earlier ones are as if withdrawn.
INSERT INTO doubt_case (doubt_id, holder_id, line_id, version, issuer_id, item_id, province, desk,
                        fields, state, reported_at, due_on, settled_at)
SELECT d.doubt_id, d.holder_id, d.line_id, d.version, b.issuer_id, b.item_id, '', '', '',
       CASE WHEN EXISTS (SELECT 1 FROM doubt e
                         WHERE e.holder_id = d.holder_id AND e.line_id = d.line_id
                           AND e.version = d.version AND e.doubt_id > d.doubt_id)
            THEN 'withdrawn' ELSE 'open' END,
       d.created_at, strftime('%Y-%m-%d', d.created_at + 28800 + 21 * 86400, 'unixepoch'),
       CASE WHEN EXISTS (SELECT 1 FROM doubt e
                         WHERE e.holder_id = d.holder_id AND e.line_id = d.line_id
                           AND e.version = d.version AND e.doubt_id > d.doubt_id)
            THEN d.created_at END
FROM doubt d
JOIN certificate c ON c.holder_id = d.holder_id AND c.line_id = d.line_id AND c.version = d.version
JOIN batch b ON b.batch_id = c.batch_id;
