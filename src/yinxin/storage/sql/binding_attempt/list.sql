-- How tries to bind an account went, newest first. Rows: many.
-- $1 account, $2 at most so many
SELECT at, outcome FROM binding_attempt WHERE account_id = $1
ORDER BY attempt_id DESC LIMIT $2
