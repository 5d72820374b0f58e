-- The drafts of an owner: one, or none. Rows: many.
-- $1 kind of owner, $2 owner
SELECT bulk_id FROM bulk_check
WHERE owner_kind = $1 AND owner_id = $2 AND state = 'draft' ORDER BY bulk_id
