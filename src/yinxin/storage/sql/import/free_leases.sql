-- Gives back every import that a process of this data directory had in hand when it ended. Rows: none.
UPDATE import SET lease_until = 0 WHERE lease_until <> 0
