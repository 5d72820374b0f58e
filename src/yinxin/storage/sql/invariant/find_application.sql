-- I4: the state of an acknowledged application (crosses holders). Rows: optional.
-- $1 application
SELECT state FROM endorsement WHERE endorsement_id = $1
