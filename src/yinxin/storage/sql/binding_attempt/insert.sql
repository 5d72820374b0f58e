-- Records how one try to bind an account went. Rows: none.
-- $1 account, $2 attempt, $3 at, epoch seconds, $4 outcome
INSERT INTO binding_attempt (account_id, attempt_id, at, outcome) VALUES ($1, $2, $3, $4)
