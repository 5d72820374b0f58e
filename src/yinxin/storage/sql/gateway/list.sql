-- How the gateways are doing. Rows: many.
SELECT name, failures, paused_until, counted_on, taken FROM message_gateway ORDER BY name
