// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/proposal.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/articles.hpp"
#include "yinxin/storage/notices.hpp"

#include <optional>
#include <string>
#include <vector>

/// Public texts: announcements and frequent questions, which one editor changes and can undo, and
/// the 服务须知, whose next version a second person approves because everybody must agree to it.
namespace yinxin::service {

inline constexpr std::size_t longest_title = 120;    ///< characters
inline constexpr std::size_t longest_body = 20'000;  ///< characters

struct ArticleDraft {
    std::string id;  ///< empty: a new one
    storage::ArticleKind kind = storage::ArticleKind::announcement;
    int sort_key = 0;
    std::string published_on;  ///< YYYY-MM-DD, as typed
    domain::Bilingual title;
    domain::Bilingual body;
    bool is_hidden = false;
    std::int64_t version = 0;  ///< that was edited
};
/// @error text.invalid  param `field`: title_zh, body_zh, published_on, …; and `what`
/// @error text.edited_meanwhile, forbidden, not_found
/// @return the article's id
[[nodiscard]] Task<Result<std::string>> save_article(Services& services,
                                                     domain::StaffActor actor,
                                                     ArticleDraft draft);
/// Puts the state before the present one back, as a new version, so that an undo can be undone.
/// @error not_found  there is no earlier state.  @error text.edited_meanwhile
[[nodiscard]] Task<Result<void>> undo_article(Services& services,
                                              domain::StaffActor actor,
                                              std::string id,
                                              std::int64_t version);
struct ArticleHistory {
    storage::Article article;
    std::vector<storage::ArticleVersion> versions;  ///< the newest first, the present one included
    std::vector<std::string> editors;               ///< names beside the versions
};
/// @error not_found
[[nodiscard]] Task<Result<ArticleHistory>> load_article(Services& services,
                                                        domain::StaffActor actor,
                                                        std::string id);

struct TextShelf {
    std::vector<storage::Article> announcements;
    std::vector<storage::Article> questions;
    std::vector<storage::NoticeRow> notices;  ///< the newest first
    std::vector<storage::NoticeRow> privacy;  ///< the same of the 隐私政策
};
[[nodiscard]] Task<Result<TextShelf>> list_texts(Services& services, domain::StaffActor actor);

struct NoticeDraft {
    domain::Bilingual title;
    domain::Bilingual body;
    std::optional<Instant> effective_at;  ///< none: with the decision
    std::string reason;
    std::string notice{storage::service_notice};  ///< or storage::privacy_notice
};
/// Proposes the next version of the 服务须知, or of the 隐私政策. Once in effect, everybody is
/// asked to agree again.
/// @error text.invalid, office.reason_missing  param `field`; conflict (one waits already)
[[nodiscard]] Task<Result<domain::ProposalId>> propose_notice(Services& services,
                                                              domain::StaffActor actor,
                                                              NoticeDraft draft);

}  // namespace yinxin::service
