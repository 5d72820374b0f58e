-- Says for whom a session acts from now on; NULLs: for the person. Rows: none.
-- $1 SHA-256 of the token, $2 organisation, $3 sealed purpose, $4 day holders are shown it, or NULL
UPDATE session SET acting_organisation = $2, acting_purpose_sealed = $3, acting_shown_from = $4
WHERE token_hash = $1
