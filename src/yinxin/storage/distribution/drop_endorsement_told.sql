-- As drop_certificate_told. Rows: none.
DROP TRIGGER IF EXISTS endorsement_end_is_told ON endorsement
