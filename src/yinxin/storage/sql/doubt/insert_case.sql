-- Hands a doubt to the office. Rows: none.
-- $1 doubt, $2 holder, $3 line, $4 version, $5 issuer id, $6 qualification id, $7 province code or '',
-- $8 desk or '', $9 fields, $10 now, epoch seconds, $11 last day for an answer
INSERT INTO doubt_case (doubt_id, holder_id, line_id, version, issuer_id, item_id, province, desk,
                        fields, state, reported_at, due_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11)
