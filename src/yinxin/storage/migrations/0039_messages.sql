-- Messages go out by gateways, on whichever node takes them; receipts say what became of them.
-- A message is queued until a gateway took it; is_code before everything else, for somebody waits.
-- delivered_at beside state 'sent' is the receipt: an older program knows three states.
ALTER TABLE message ADD COLUMN language TEXT NOT NULL DEFAULT 'zh-CN';
ALTER TABLE message ADD COLUMN expires_at BIGINT;
ALTER TABLE message ADD COLUMN order_no BIGINT NOT NULL DEFAULT 1;
ALTER TABLE message ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN fence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN lease_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN next_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN gateway TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN delivered_at BIGINT;
CREATE INDEX message_next ON message (order_no, message_id) WHERE state = 'queued';
CREATE INDEX message_day ON message (created_at, message_id);

-- How each gateway is doing, so that all nodes know. failures are rounds in a row in which nothing
-- got through; taken is how much of its day (counted_on) is used up.
CREATE TABLE message_gateway (
    name TEXT PRIMARY KEY,
    failures BIGINT NOT NULL DEFAULT 0,
    paused_until BIGINT NOT NULL DEFAULT 0,
    counted_on TEXT NOT NULL DEFAULT '',
    taken BIGINT NOT NULL DEFAULT 0
);

-- Language and choice of what an account wants to be told.
CREATE TABLE account_language (
    account_id BIGINT PRIMARY KEY,
    language TEXT NOT NULL CHECK (language IN ('zh-CN', 'en')),
    changed_at BIGINT NOT NULL
);
CREATE TABLE notification_choice (
    account_id BIGINT NOT NULL,
    event TEXT NOT NULL,
    is_on BIGINT NOT NULL CHECK (is_on IN (0, 1)),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, event)
);
CREATE INDEX notification_choice_on ON notification_choice (event, account_id) WHERE is_on = 1;

-- What a holder is to be told, once: about an object (a copy, a certificate line), on a day where it
-- may come again on another, else ''. The key is the rule that nothing is told twice.
CREATE TABLE holder_notice (
    holder_id BIGINT NOT NULL,
    event TEXT NOT NULL,
    object_id BIGINT NOT NULL,
    day TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    told_at BIGINT,
    PRIMARY KEY (holder_id, event, object_id, day)
);
CREATE INDEX holder_notice_due ON holder_notice (noted_at) WHERE told_at IS NULL;
CREATE INDEX holder_notice_told ON holder_notice (told_at) WHERE told_at IS NOT NULL;
CREATE INDEX paper_certificate_deadline ON paper_certificate (deadline_on) WHERE state = 'printed';
