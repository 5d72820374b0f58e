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
};

/// @error storage.conflict  the id is taken.
Result<void> insert_article(Transaction& transaction, const Article& article);
Result<std::optional<Article>> find_article(Reader& reader, std::string_view id);
/// Published on `today` or before: by sort key, then newest first.
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
