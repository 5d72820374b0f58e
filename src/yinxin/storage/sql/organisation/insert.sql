-- Registers an organisation, as its own people state it. Rows: none.
-- $1 organisation, $2 name, $3 USCC, $4 sealed contact's name, $5 sealed contact's telephone,
-- $6 now, epoch seconds
INSERT INTO organisation (organisation_id, name, uscc, contact_name_sealed, contact_phone_sealed,
                          standing, class, created_at, standing_at)
VALUES ($1, $2, $3, $4, $5, 'stated', 'ordinary', $6, $6)
