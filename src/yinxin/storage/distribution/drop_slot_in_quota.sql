-- A table with triggers cannot be spread. The quota is kept by the rule that gives out slots and by
-- the seal desk, which seals no slot over it; two of one slot are still kept apart by a constraint.
-- Rows: none.
DROP TRIGGER IF EXISTS endorsement_slot_in_quota ON endorsement
