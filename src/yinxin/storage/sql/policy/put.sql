-- Tells the database the quota that bounds a policy's slots. Rows: none.
-- $1 policy, $2 quota
INSERT INTO policy (policy_id, quota) VALUES ($1, $2)
ON CONFLICT (policy_id) DO UPDATE SET quota = excluded.quota
