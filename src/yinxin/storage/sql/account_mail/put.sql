-- Gives an account a mail address, in place of the one it had. Rows: none.
-- $1 account id, $2 sealed address, $3 masked address, $4 now, epoch seconds
INSERT INTO account_mail (account_id, address_sealed, address_masked, confirmed_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO UPDATE SET address_sealed = excluded.address_sealed,
    address_masked = excluded.address_masked, confirmed_at = excluded.confirmed_at
