-- Changes of mobile go with their account, those that ended as well.
CREATE INDEX mobile_change_of ON mobile_change (account_id);
