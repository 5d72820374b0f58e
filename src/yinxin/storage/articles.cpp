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
};

Article article_of(ArticleRow row) {
    return {std::move(row.id),
            row.kind,
            row.sort_key,
            row.published_on,
            {std::move(row.title_zh), std::move(row.title_en)},
            {std::move(row.body_zh), std::move(row.body_en)}};
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
                                 article.body.en));
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
    std::vector<Article> articles;
    for (ArticleRow& row : rows) {
        articles.push_back(article_of(std::move(row)));
    }
    return articles;
}

}  // namespace yinxin::storage
