-- Persons with an ID document, current ones first. Rows: many.
-- $1 number index
SELECT holder_id, state FROM lookup_document WHERE number_index = $1
ORDER BY state, holder_id
