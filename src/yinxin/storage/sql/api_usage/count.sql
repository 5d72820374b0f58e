-- Counts one use in a span, or begins the span. Rows: one.
-- $1 client, $2 span, $3 when the span that runs began, epoch seconds
INSERT INTO api_usage (client_id, span, started_at, calls) VALUES ($1, $2, $3, 1)
ON CONFLICT (client_id, span) DO UPDATE
SET calls = CASE WHEN api_usage.started_at = $3 THEN api_usage.calls + 1 ELSE 1 END,
    started_at = $3
RETURNING calls
