-- One page of an authority's paper register, the latest entry first (crosses holders); who did not
-- come in time counts as unclaimed. Rows: many.
-- $1 issuer id, '' for all, $2 state as shown or '', $3 qualification id or '', $4 today,
-- $5 'passed' (the deadline, nobody came), 'soon' (it comes by $6) or '', $6 a day, $7 at most,
-- $8 leave out so many
SELECT holder_id, line_id, issuer_id, item_id, state, serial_no, deadline_on, changed_at
FROM paper_listing
WHERE ($1 = '' OR issuer_id = $1)
  AND ($2 = '' OR $2 = CASE WHEN state = 'printed' AND deadline_on <> '' AND deadline_on < $4
                            THEN 'unclaimed' ELSE state END)
  AND ($3 = '' OR item_id = $3)
  AND CASE $5 WHEN 'passed' THEN state = 'printed' AND deadline_on <> '' AND deadline_on < $4
              WHEN 'soon' THEN state = 'printed' AND deadline_on >= $4 AND deadline_on <= $6
              ELSE TRUE END
ORDER BY changed_at DESC, line_id
LIMIT $7 OFFSET $8
