-- Codes for what an account asks about itself. The list of purposes is the program's: it grows. The
-- check has the name of the table it was made for.
ALTER TABLE one_time_code DROP CONSTRAINT IF EXISTS one_time_code_next_purpose_check;
ALTER TABLE one_time_code DROP CONSTRAINT IF EXISTS one_time_code_purpose_check;
