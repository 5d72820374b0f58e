-- Writes one ID document of a person. Rows: none.
-- $1 holder id, $2 number in sequence, $3 document type, $4 sealed number, $5 number index,
-- $6 masked number, $7 state, $8 changed at, epoch seconds
INSERT INTO person_document (holder_id, seq, document_type, number_sealed, number_index,
                             number_masked, state, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
