-- Records that somebody of the office looked at a person. Rows: none.
-- $1 holder, $2 look, $3 at, epoch seconds, $4 page, $5 staff, $6 authority of the staff,
-- $7 sealed reason
INSERT INTO person_look (holder_id, look_id, at, page, staff_id, issuer_id, reason_sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7)
