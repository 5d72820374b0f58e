-- What was chosen when the installation was made. The suite names the algorithms of everything
-- that is sealed, indexed and chained here; data.key says the same, and one that differs is refused.
CREATE TABLE installation (
    only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
    suite TEXT NOT NULL CHECK (suite IN ('international', 'national'))
);

INSERT INTO installation (only_row, suite) VALUES (1, 'international');
