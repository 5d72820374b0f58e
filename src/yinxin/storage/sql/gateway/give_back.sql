-- Gives back what was taken of a gateway's day and not used. Rows: none.
-- $1 name, $2 civil day, $3 how many
UPDATE message_gateway SET taken = taken - $3 WHERE name = $1 AND counted_on = $2 AND taken >= $3
