-- Takes a part of a gateway's day, if there is so much left. Rows: none.
-- $1 name, $2 civil day, $3 how many, $4 the cap
UPDATE message_gateway
SET taken = CASE WHEN counted_on = $2 THEN taken + $3 ELSE $3 END, counted_on = $2
WHERE name = $1 AND taken + $3 <= taken + $4 AND (counted_on <> $2 OR taken + $3 <= $4)
