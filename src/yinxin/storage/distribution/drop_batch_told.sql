-- As drop_certificate_told. Rows: none.
DROP TRIGGER IF EXISTS batch_change_is_told ON batch
