-- 防滥用 (docs/abuse.md): what happens at the doors somebody could guess at. Numbers and keyed
-- hashes; no name, number or address.
-- Per minute, for the pressure of the moment; forgotten after an hour.
CREATE TABLE door_minute (
    door TEXT NOT NULL,
    minute BIGINT NOT NULL,
    pressing BIGINT NOT NULL,
    PRIMARY KEY (door, minute)
);
CREATE INDEX door_minute_age ON door_minute (minute);

-- Per hour, for the security administrator.
CREATE TABLE door_hour (
    door TEXT NOT NULL,
    hour BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    misses BIGINT NOT NULL,
    refusals BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    met BIGINT NOT NULL,
    alarms BIGINT NOT NULL,
    PRIMARY KEY (door, hour)
);
CREATE INDEX door_hour_age ON door_hour (hour);

-- The pressure all nodes agree on.
CREATE TABLE door_pressure (
    door TEXT PRIMARY KEY,
    level BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK (level >= 0)
);

-- Who misses most (address) and who is tried most (target), as the short form of a keyed hash.
CREATE TABLE door_subject (
    door TEXT NOT NULL,
    hour BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    hits BIGINT NOT NULL,
    PRIMARY KEY (door, hour, kind, subject)
);
CREATE INDEX door_subject_age ON door_subject (hour);
