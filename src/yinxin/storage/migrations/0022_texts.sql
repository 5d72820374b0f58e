-- Public texts can be edited: every state an article ever had is kept, so that an edit can be
-- undone; the version also keeps two people from overwriting each other.
ALTER TABLE article ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE article ADD COLUMN is_hidden BIGINT NOT NULL DEFAULT 0;
CREATE TABLE article_version (
    article_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    sort_key BIGINT NOT NULL,
    published_on TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    body_zh TEXT NOT NULL,
    body_en TEXT NOT NULL,
    is_hidden BIGINT NOT NULL,
    edited_by BIGINT NOT NULL,
    edited_at BIGINT NOT NULL,
    PRIMARY KEY (article_id, version)
);
