-- Counts something. Rows: none.
-- $1 entry id, $2 civil day, $3 measure key, $4 issuer id, $5 item id, $6 province, $7 detail, $8 how many
INSERT INTO count_entry (entry_id, day, measure, issuer_id, item_id, province, detail, n)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
