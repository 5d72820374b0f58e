// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/articles.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

struct ArticleRow {
    std::string id;
    ArticleKind kind = ArticleKind::announcement;
    int sort_key = 0;
    CivilDay published_on{};
    std::string title_zh;
    std::string title_en;
    std::string body_zh;
    std::string body_en;
    std::int64_t version = 1;
    bool is_hidden = false;
};

/// Members stand in the order of sql/article/list_versions.sql.
struct VersionRow {
    std::int64_t version = 0;
    int sort_key = 0;
    CivilDay published_on{};
    std::string title_zh;
    std::string title_en;
    std::string body_zh;
    std::string body_en;
    bool is_hidden = false;
    std::int64_t edited_by = 0;
    Instant edited_at{};
};

Article article_of(ArticleRow row) {
    return {std::move(row.id),
            row.kind,
            row.sort_key,
            row.published_on,
            {std::move(row.title_zh), std::move(row.title_en)},
            {std::move(row.body_zh), std::move(row.body_en)},
            row.version,
            row.is_hidden};
}

std::vector<Article> articles_of(std::vector<ArticleRow> rows) {
    std::vector<Article> articles;
    for (ArticleRow& row : rows) {
        articles.push_back(article_of(std::move(row)));
    }
    return articles;
}

}  // namespace

Result<void> insert_article(Transaction& transaction, const Article& article) {
    YX_CHECK(transaction.execute(sql::article::insert,
                                 article.id,
                                 article.kind,
                                 article.sort_key,
                                 format_day(article.published_on),
                                 article.title.zh,
                                 article.title.en,
                                 article.body.zh,
                                 article.body.en,
                                 article.is_hidden));
    return ok();
}

Result<std::optional<Article>> find_article(Reader& reader, std::string_view id) {
    YX_TRY(std::optional<ArticleRow> row, reader.maybe<ArticleRow>(sql::article::find, id));
    if (!row) return std::optional<Article>();
    return std::optional(article_of(*std::move(row)));
}

Result<std::vector<Article>> list_articles(Reader& reader, ArticleKind kind, CivilDay today) {
    YX_TRY(std::vector<ArticleRow> rows,
           reader.all<ArticleRow>(sql::article::list, kind, format_day(today)));
    return articles_of(std::move(rows));
}

Result<std::vector<Article>> list_all_articles(Reader& reader, ArticleKind kind) {
    YX_TRY(std::vector<ArticleRow> rows, reader.all<ArticleRow>(sql::article::list_all, kind));
    return articles_of(std::move(rows));
}

Result<void> change_article(Transaction& transaction,
                            const Article& article,
                            std::int64_t edited_by,
                            Instant now) {
    // What the demonstration or the operator entered was not kept then.
    YX_CHECK(transaction.execute(sql::article::keep_version, article.id, 0, now));
    const std::string published_on = format_day(article.published_on);
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::article::change,
                               article.id,
                               article.version,
                               article.sort_key,
                               published_on,
                               article.title.zh,
                               article.title.en,
                               article.body.zh,
                               article.body.en,
                               article.is_hidden));
    if (changed == 0) return Error(ErrorCode::text_edited_meanwhile);
    return keep_article_version(transaction, article.id, edited_by, now);
}

Result<void> keep_article_version(Transaction& transaction,
                                  std::string_view id,
                                  std::int64_t edited_by,
                                  Instant now) {
    YX_CHECK(transaction.execute(sql::article::keep_version, id, edited_by, now));
    return ok();
}

Result<std::vector<ArticleVersion>> list_article_versions(Reader& reader, std::string_view id) {
    YX_TRY(std::vector<VersionRow> rows, reader.all<VersionRow>(sql::article::list_versions, id));
    std::vector<ArticleVersion> versions;
    for (VersionRow& row : rows) {
        ArticleVersion& kept = versions.emplace_back();
        kept.article.id = id;
        kept.article.version = row.version;
        kept.article.sort_key = row.sort_key;
        kept.article.published_on = row.published_on;
        kept.article.title = {std::move(row.title_zh), std::move(row.title_en)};
        kept.article.body = {std::move(row.body_zh), std::move(row.body_en)};
        kept.article.is_hidden = row.is_hidden;
        kept.edited_by = row.edited_by;
        kept.edited_at = row.edited_at;
    }
    return versions;
}

}  // namespace yinxin::storage
