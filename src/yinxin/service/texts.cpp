// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/texts.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/proposal_effects.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/service/text_effects.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::OfficeAct;
using domain::StaffActor;
using storage::Article;
using storage::ArticleKind;
using storage::Reader;
using storage::Transaction;

constexpr int largest_sort_key = 9999;

Error wrong(std::string field, std::string what) {
    return Error(ErrorCode::text_invalid)
        .with("field", std::move(field))
        .with("what", std::move(what));
}

/// Line ends of one kind, no control characters, not too long. Empty only where that is allowed.
enum class Needed { yes, no };
Result<std::string> checked_text(std::string_view typed,
                                 std::string field,
                                 std::size_t longest,
                                 Needed needed) {
    std::string text = replace_all(std::string(trim(typed)), "\r\n", "\n");
    const auto points = decode_utf8(text);
    if (!points) return wrong(std::move(field), "UTF-8");
    if (points->empty() && needed == Needed::yes) return wrong(std::move(field), "0");
    if (points->size() > longest) return wrong(std::move(field), std::to_string(points->size()));
    const bool has_controls = std::ranges::any_of(
        *points, [](char32_t c) { return (c < 0x20 && c != U'\n' && c != U'\t') || c == 0x7F; });
    if (has_controls) return wrong(std::move(field), "U+00xx");
    return text;
}

Result<domain::Bilingual> checked_both(const domain::Bilingual& typed,
                                       const std::string& name,
                                       std::size_t longest) {
    domain::Bilingual text;
    YX_TRY(text.zh, checked_text(typed.zh, name + "_zh", longest, Needed::yes));
    // Chinese is shown where there is no English.
    YX_TRY(text.en, checked_text(typed.en, name + "_en", longest, Needed::no));
    return text;
}

Result<Article> checked(const ArticleDraft& draft) {
    Article article;
    article.id = draft.id;
    article.kind = draft.kind;
    article.version = draft.version;
    article.is_hidden = draft.is_hidden;
    if (draft.sort_key < 0 || draft.sort_key > largest_sort_key) return wrong("sort_key", "0-9999");
    article.sort_key = draft.sort_key;
    const auto day = parse_day(trim(draft.published_on));
    if (!day) return wrong("published_on", "YYYY-MM-DD");
    article.published_on = *day;
    YX_TRY(article.title, checked_both(draft.title, "title", longest_title));
    YX_TRY(article.body, checked_both(draft.body, "body", longest_body));
    return article;
}

Result<void> audit_text(Transaction& transaction,
                        const StaffActor& actor,
                        EventKind kind,
                        const std::string& id,
                        Instant now) {
    return audit_staff(transaction, kind, actor, "text:" + id, now);
}

Result<std::string> save(Transaction& transaction,
                         const StaffActor& actor,
                         Article article,
                         Instant now) {
    if (article.id.empty()) {
        article.id = (article.kind == ArticleKind::faq ? "faq_" : "a") + std::to_string(new_id());
        YX_CHECK(storage::insert_article(transaction, article));
        YX_CHECK(storage::keep_article_version(transaction, article.id, actor.id.value, now));
    } else {
        YX_TRY(const auto before, storage::find_article(transaction, article.id));
        if (!before) return Error(ErrorCode::not_found, "article");
        article.kind = before->kind;
        YX_CHECK(storage::change_article(transaction, article, actor.id.value, now));
    }
    YX_CHECK(audit_text(transaction, actor, EventKind::text_changed, article.id, now));
    return article.id;
}

Result<void> undo(Transaction& transaction,
                  const StaffActor& actor,
                  const std::string& id,
                  std::int64_t version,
                  Instant now) {
    YX_TRY(const auto present, storage::find_article(transaction, id));
    if (!present) return Error(ErrorCode::not_found, "article");
    if (present->version != version) return Error(ErrorCode::text_edited_meanwhile);
    YX_TRY(const auto versions, storage::list_article_versions(transaction, id));
    const auto before = std::ranges::find_if(
        versions, [version](const auto& kept) { return kept.article.version < version; });
    if (before == versions.end()) return Error(ErrorCode::not_found, "no earlier state");
    Article article = before->article;
    article.kind = present->kind;
    article.version = version;
    YX_CHECK(storage::change_article(transaction, article, actor.id.value, now));
    return audit_text(transaction, actor, EventKind::text_undone, id, now);
}

}  // namespace

Task<Result<std::string>> save_article(Services& services, StaffActor actor, ArticleDraft draft) {
    YX_CO_CHECK(require(actor, OfficeAct::edit_texts));
    const Instant now = services.clock.now();
    const auto article = checked(draft);
    if (!article) co_return article.error();
    auto run = [actor, article = *article, now](Transaction& transaction) {
        return save(transaction, actor, article, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> undo_article(Services& services,
                                StaffActor actor,
                                std::string id,
                                std::int64_t version) {
    YX_CO_CHECK(require(actor, OfficeAct::edit_texts));
    const Instant now = services.clock.now();
    auto run = [actor, id, version, now](Transaction& transaction) {
        return undo(transaction, actor, id, version, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<ArticleHistory>> load_article(Services& services, StaffActor actor, std::string id) {
    YX_CO_CHECK(require(actor, OfficeAct::edit_texts));
    auto read = [&services, id](Reader& reader) -> Result<ArticleHistory> {
        ArticleHistory history;
        YX_TRY(auto article, storage::find_article(reader, id));
        if (!article) return Error(ErrorCode::not_found, "article");
        history.article = *std::move(article);
        YX_TRY(history.versions, storage::list_article_versions(reader, id));
        for (const storage::ArticleVersion& kept : history.versions) {
            YX_TRY(std::string name,
                   storage::staff_name(reader, services.keys, domain::StaffId{kept.edited_by}));
            history.editors.push_back(std::move(name));
        }
        return history;
    };
    co_return co_await services.store.read(read);
}

Task<Result<TextShelf>> list_texts(Services& services, StaffActor actor) {
    YX_CO_CHECK(require(actor, OfficeAct::edit_texts));
    auto read = [](Reader& reader) -> Result<TextShelf> {
        TextShelf shelf;
        YX_TRY(shelf.announcements, storage::list_all_articles(reader, ArticleKind::announcement));
        YX_TRY(shelf.questions, storage::list_all_articles(reader, ArticleKind::faq));
        YX_TRY(shelf.notices, storage::list_notices(reader));
        YX_TRY(shelf.privacy, storage::list_notices(reader, storage::privacy_notice));
        return shelf;
    };
    co_return co_await services.store.read(read);
}

Task<Result<domain::ProposalId>> propose_notice(Services& services,
                                                StaffActor actor,
                                                NoticeDraft draft) {
    YX_CO_CHECK(require(actor, OfficeAct::edit_texts));
    const Instant now = services.clock.now();
    const auto title = checked_both(draft.title, "title", longest_title);
    if (!title) co_return title.error();
    const auto body = checked_both(draft.body, "body", longest_body);
    if (!body) co_return body.error();
    auto run = [&services, actor, draft, title = *title, body = *body, now](
                   Transaction& transaction) -> Result<domain::ProposalId> {
        const bool is_privacy = draft.notice == storage::privacy_notice;
        YX_TRY(const auto notices, storage::list_notices(transaction, draft.notice));
        ProposalWish wish;
        wish.kind = domain::ProposalKind::publish_text;
        wish.object = std::string(is_privacy ? privacy_object : notice_object);
        wish.object_tag = std::to_string(notices.empty() ? 0 : notices.front().version);
        wish.facts = {{"title", title.zh},
                      {"title_en", title.en},
                      {"body_zh", body.zh},
                      {"body_en", body.en}};
        wish.reason = draft.reason;
        wish.effective_at = draft.effective_at;
        return propose(transaction, services, actor, wish, now);
    };
    co_return co_await services.store.write(run);
}

Result<void> publish_notice(Transaction& transaction, const Effect& effect) {
    const bool is_privacy = effect.proposal.object == privacy_object;
    const std::string_view id = is_privacy ? storage::privacy_notice : storage::service_notice;
    YX_TRY(const auto notices, storage::list_notices(transaction, id));
    const std::int64_t newest = notices.empty() ? 0 : notices.front().version;
    if (effect.proposal.object_tag != std::to_string(newest)) {
        return Error(ErrorCode::proposal_outdated);
    }
    const auto fact = [&effect](const char* name) {
        const auto found = effect.facts.find(name);
        return found == effect.facts.end() ? std::string() : found->second;
    };
    storage::NoticeRow notice;
    notice.version = newest + 1;
    notice.effective_at = effect.now;
    notice.title_zh = fact("title");
    notice.title_en = fact("title_en").empty() ? notice.title_zh : fact("title_en");
    notice.body_zh = fact("body_zh");
    notice.body_en = fact("body_en").empty() ? notice.body_zh : fact("body_en");
    return storage::insert_notice(transaction, notice, id);
}

}  // namespace yinxin::service
