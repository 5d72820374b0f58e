-- Whether an alarm about the same thing and detail was ever raised. Rows: one.
-- $1 kind key, $2 object, $3 detail
SELECT CASE WHEN EXISTS (SELECT 1 FROM alarm WHERE kind = $1 AND object = $2 AND detail = $3)
            THEN 1 ELSE 0 END
