-- Whether the ID document a person is found by is current or former. Rows: none.
-- $1 number index, $2 holder id, $3 state
UPDATE lookup_document SET state = $3 WHERE number_index = $1 AND holder_id = $2
