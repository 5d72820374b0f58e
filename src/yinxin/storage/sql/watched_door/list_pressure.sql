-- The pressure of every door that ever had any. Rows: many.
SELECT door, level, changed_at FROM door_pressure ORDER BY door
