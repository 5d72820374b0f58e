-- Ends all codes of authorised use: which of them were used or withdrawn since is not known. Their
-- holders make others. Rows: none.
DELETE FROM lookup_authorised_use
