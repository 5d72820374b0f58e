-- Messages go by mail as well, to an address the account has proved; what goes by one channel waits
-- for nothing of the other.
ALTER TABLE message ADD COLUMN channel TEXT NOT NULL DEFAULT 'sms'
    CHECK (channel IN ('sms', 'mail'));
CREATE INDEX message_waiting ON message (channel, order_no, message_id) WHERE state = 'queued';

-- Where an account has its notices sent. Nothing is found by it and nobody logs in with it, so there
-- is no index.
CREATE TABLE account_mail (
    account_id BIGINT PRIMARY KEY,
    address_sealed BYTEA NOT NULL,
    address_masked TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL
);

-- is_on is the text message, as it was before there were two ways.
ALTER TABLE notification_choice ADD COLUMN by_mail BIGINT NOT NULL DEFAULT 0
    CHECK (by_mail IN (0, 1));
CREATE INDEX notification_choice_wanting ON notification_choice (event, account_id)
    WHERE is_on = 1 OR by_mail = 1;
