-- To what it agreed, and from which addresses. Rows: none.
-- $1 account id
DELETE FROM consent WHERE account_id = $1
