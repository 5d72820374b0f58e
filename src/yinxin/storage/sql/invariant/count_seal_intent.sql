-- Rows of seal_intent, for a check of the whole register (crosses holders). Rows: one.
SELECT COUNT(1) FROM seal_intent
