// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/keyed.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::storage {

enum class ArticleKind {
    announcement,  ///< 公告
    faq,           ///< 常见问题: title is the question
};

/// A public text of the service. The body is plain text; paragraphs are separated by empty lines.
struct Article {
    std::string id;  ///< stands in the address, [a-z0-9_]
    ArticleKind kind = ArticleKind::announcement;
    int sort_key = 0;  ///< order of the FAQ
    CivilDay published_on{};
    domain::Bilingual title;
    domain::Bilingual body;
    std::int64_t version = 1;  ///< grows with every edit
    bool is_hidden = false;    ///< taken off the pages, but kept
};

/// One state an article had.
struct ArticleVersion {
    Article article;
    std::int64_t edited_by = 0;  ///< staff id; 0: the operator
    Instant edited_at{};
};

/// @error storage.conflict  the id is taken.
Result<void> insert_article(Transaction& transaction, const Article& article);
Result<std::optional<Article>> find_article(Reader& reader, std::string_view id);
/// Of one kind, for the editor: those to come and hidden ones too.
Result<std::vector<Article>> list_all_articles(Reader& reader, ArticleKind kind);
/// Puts an edited article in place of the version it came from; that one is kept.
/// @param article  version is the one that was edited; id and kind do not change.
/// @error text.edited_meanwhile  somebody else was faster.
Result<void> change_article(Transaction& transaction,
                            const Article& article,
                            std::int64_t edited_by,
                            Instant now);
/// Keeps the state of an article that was just inserted.
Result<void> keep_article_version(Transaction& transaction,
                                  std::string_view id,
                                  std::int64_t edited_by,
                                  Instant now);
/// The newest first.
Result<std::vector<ArticleVersion>> list_article_versions(Reader& reader, std::string_view id);
/// Published on `today` or before and not hidden: by sort key, then newest first.
Result<std::vector<Article>> list_articles(Reader& reader, ArticleKind kind, CivilDay today);

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::ArticleKind> {
    static constexpr std::array<Keyed<storage::ArticleKind>, 2> rows{{
        {storage::ArticleKind::announcement, "announcement"},
        {storage::ArticleKind::faq, "faq"},
    }};
};

}  // namespace yinxin::domain
