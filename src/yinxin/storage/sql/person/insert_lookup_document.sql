-- Makes a person findable by an ID document; current wins over former. Rows: none.
-- $1 number index, $2 holder id, $3 state
INSERT INTO lookup_document (number_index, holder_id, state) VALUES ($1, $2, $3)
ON CONFLICT (number_index, holder_id) DO UPDATE SET state = excluded.state
WHERE excluded.state = 'current'
