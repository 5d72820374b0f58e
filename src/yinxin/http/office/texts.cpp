// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/texts.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/effective.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/texts.hpp"

namespace yinxin::http {
namespace {

using storage::Article;
using storage::ArticleKind;

constexpr std::string_view new_announcement = "new_announcement";
constexpr std::string_view new_question = "new_faq";

std::string url_of(std::string_view id) {
    return "/office/texts/articles/" + std::string(id);
}

void set_article_line(View& row, const Context& context, const Article& article) {
    const CivilDay today = civil_day(context.site().services.clock.now());
    row.set("ARTICLE_URL", url_of(article.id))
        .set("ARTICLE_TITLE", pick(context, article.title))
        .set("ARTICLE_DAY", day_words(context, article.published_on))
        .set("SORT_KEY", article.sort_key)
        .show_if("HIDDEN", article.is_hidden)
        .show_if("TO_COME", !article.is_hidden && article.published_on > today);
}

void set_history(View& view, const Context& context, const service::ArticleHistory& history) {
    for (std::size_t i = 0; i < history.versions.size(); ++i) {
        const storage::ArticleVersion& kept = history.versions[i];
        view.add("VERSIONS")
            .set("VERSION", kept.article.version)
            .set("EDITED_AT", time_words(context, kept.edited_at))
            .set("EDITOR",
                 history.editors[i].empty() ? say(context, "handler.operator") : history.editors[i])
            .set("ARTICLE_TITLE", pick(context, kept.article.title))
            .show_if("PRESENT", kept.article.version == history.article.version);
    }
    if (history.versions.size() > 1) view.show("MAY_UNDO");
}

/// The form with the given values; history only of one that exists.
Response show_article_form(Context& context,
                           const service::ArticleDraft& draft,
                           const service::ArticleHistory* history,
                           const FormErrors& errors) {
    View view;
    const bool is_question = draft.kind == ArticleKind::faq;
    view.set("ACTION",
             url_of(draft.id.empty() ? (is_question ? new_question : new_announcement)
                                     : std::string_view(draft.id)))
        .set("V_TITLE_ZH", draft.title.zh)
        .set("V_TITLE_EN", draft.title.en)
        .set("V_BODY_ZH", draft.body.zh)
        .set("V_BODY_EN", draft.body.en)
        .set("V_PUBLISHED_ON", draft.published_on)
        .set("V_SORT_KEY", draft.sort_key)
        .set("VERSION", draft.version)
        .show_if("IS_HIDDEN", draft.is_hidden)
        .show_either(is_question, "QUESTION", "ANNOUNCEMENT");
    if (history != nullptr) {
        View& past = view.add("HISTORY");
        past.set("UNDO_URL", url_of(draft.id) + "/undo").set("VERSION", history->article.version);
        set_history(past, context, *history);
    }
    errors.show(view);
    return show_office_page(context, "office_article", view, Desk::texts, office_frame(errors));
}

service::ArticleDraft draft_of(const Article& article) {
    return {article.id,
            article.kind,
            article.sort_key,
            format_day(article.published_on),
            article.title,
            article.body,
            article.is_hidden,
            article.version};
}

service::ArticleDraft read_draft(const Context& context, std::string id, ArticleKind kind) {
    const auto& form = context.request.form;
    service::ArticleDraft draft;
    draft.id = std::move(id);
    draft.kind = kind;
    draft.sort_key = static_cast<int>(parse_integer(trim(form["sort_key"])).value_or(-1));
    draft.published_on = form["published_on"];
    draft.title = {std::string(form["title_zh"]), std::string(form["title_en"])};
    draft.body = {std::string(form["body_zh"]), std::string(form["body_en"])};
    draft.is_hidden = form["hidden"] == "yes";
    draft.version = parse_integer(form["version"]).value_or(0);
    return draft;
}

bool is_of_form(const Error& error) {
    return error.code() == ErrorCode::text_invalid ||
           error.code() == ErrorCode::text_edited_meanwhile ||
           error.code() == ErrorCode::office_reason_missing || error.code() == ErrorCode::conflict;
}

void add_error(FormErrors& errors, const Context& context, const Error& error) {
    const auto field = error.params().find("field");
    if (error.code() == ErrorCode::text_invalid && field != error.params().end()) {
        errors.add(
            field->second,
            say(context, "text_fault." + field->second, {{"what", error.params().at("what")}}));
        return;
    }
    errors.add(context, field == error.params().end() ? "form" : field->second, error);
}

void add_versions(View& view,
                  std::string_view section,
                  const Context& context,
                  const std::vector<storage::NoticeRow>& notices) {
    for (const storage::NoticeRow& notice : notices) {
        view.add(section)
            .set("VERSION", notice.version)
            .set("ARTICLE_TITLE", pick(context, {notice.title_zh, notice.title_en}))
            .set("EFFECTIVE_AT", time_words(context, notice.effective_at));
    }
}

}  // namespace

Task<Result<Response>> show_texts(Context& context) {
    YX_CO_TRY(const service::TextShelf shelf,
              co_await service::list_texts(context.site().services, actor_of(context)));
    View view;
    for (const Article& article : shelf.announcements) {
        set_article_line(view.add("ANNOUNCEMENTS"), context, article);
    }
    for (const Article& article : shelf.questions) {
        set_article_line(view.add("QUESTIONS"), context, article);
    }
    add_versions(view, "NOTICES", context, shelf.notices);
    add_versions(view, "PRIVACY", context, shelf.privacy);
    co_return show_office_page(context, "office_texts", view, Desk::texts);
}

Task<Result<Response>> edit_article(Context& context) {
    auto& services = context.site().services;
    const std::string id(context.parameter("article"));
    const bool is_new = id == new_announcement || id == new_question;
    std::optional<service::ArticleHistory> history;
    service::ArticleDraft draft;
    if (is_new) {
        draft.kind = id == new_question ? ArticleKind::faq : ArticleKind::announcement;
        draft.published_on = format_day(civil_day(services.clock.now()));
    } else {
        YX_CO_TRY(history, co_await service::load_article(services, actor_of(context), id));
        draft = draft_of(history->article);
    }
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context,
                                {"title_zh",
                                 "title_en",
                                 "body_zh",
                                 "body_en",
                                 "published_on",
                                 "sort_key",
                                 "hidden",
                                 "version"}));
        draft = read_draft(context, is_new ? std::string() : id, draft.kind);
        const Result<std::string> saved =
            co_await service::save_article(services, actor_of(context), draft);
        if (saved) co_return to_office(context, "/office/texts", "text_saved");
        if (!is_of_form(saved.error())) co_return Error(saved.error());
        add_error(errors, context, saved.error());
    }
    co_return show_article_form(context, draft, history ? &*history : nullptr, errors);
}

Task<Result<Response>> undo_article(Context& context) {
    YX_CO_CHECK(only_fields(context, {"version"}));
    const std::string id(context.parameter("article"));
    YX_CO_CHECK(
        co_await service::undo_article(context.site().services,
                                       actor_of(context),
                                       id,
                                       parse_integer(context.request.form["version"]).value_or(0)));
    co_return to_office(context, url_of(id), "text_undone");
}

Task<Result<Response>> edit_notice(Context& context) {
    auto& services = context.site().services;
    YX_CO_TRY(const service::TextShelf shelf,
              co_await service::list_texts(services, actor_of(context)));
    service::NoticeDraft draft;
    const bool is_privacy = context.request.path.ends_with("/privacy");
    if (is_privacy) draft.notice = storage::privacy_notice;
    const auto& versions = is_privacy ? shelf.privacy : shelf.notices;
    if (!versions.empty()) {
        const storage::NoticeRow& newest = versions.front();
        draft.title = {newest.title_zh, newest.title_en};
        draft.body = {newest.body_zh, newest.body_en};
    }
    FormErrors errors;
    const auto& form = context.request.form;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(
            context, {"title_zh", "title_en", "body_zh", "body_en", "effective", "reason"}));
        draft.title = {std::string(form["title_zh"]), std::string(form["title_en"])};
        draft.body = {std::string(form["body_zh"]), std::string(form["body_en"])};
        draft.reason = form["reason"];
        const auto effective = parse_effective(form["effective"], services.clock.now());
        if (!effective) {
            errors.add(context, "effective", effective.error());
        } else {
            draft.effective_at = *effective;
            const auto proposed =
                co_await service::propose_notice(services, actor_of(context), draft);
            if (proposed) {
                co_return to_office(
                    context, "/office/proposals/" + proposed->str(), "proposal_made");
            }
            if (!is_of_form(proposed.error())) co_return Error(proposed.error());
            add_error(errors, context, proposed.error());
        }
    }
    View view;
    view.show_either(is_privacy, "OF_PRIVACY", "OF_SERVICE");
    view.set("ACTION", context.request.path)
        .set("V_TITLE_ZH", draft.title.zh)
        .set("V_TITLE_EN", draft.title.en)
        .set("V_BODY_ZH", draft.body.zh)
        .set("V_BODY_EN", draft.body.en)
        .set("V_EFFECTIVE", form["effective"])
        .set("V_REASON", draft.reason);
    errors.show(view);
    co_return show_office_page(context, "office_notice", view, Desk::texts, office_frame(errors));
}

}  // namespace yinxin::http
