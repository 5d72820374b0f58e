-- What was erased, the latest day first. Rows: many.
-- $1 from this day on
SELECT day, what, erased FROM erasure WHERE day >= $1 ORDER BY day DESC, what
