-- Doubts of an authority that are not settled, with what decides on their desk. Rows: many.
-- $1 issuer id
SELECT doubt_id, item_id, province, desk FROM doubt_case
WHERE issuer_id = $1 AND settled_at IS NULL ORDER BY doubt_id
