// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/home.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/exam_progress.hpp"
#include "yinxin/storage/articles.hpp"

#include <set>

namespace yinxin::http {
namespace {

using storage::Article;
using storage::Reader;

constexpr std::size_t most_announcements = 5;

CivilDay today(const Context& context) {
    return civil_day(context.site().services.clock.now());
}

Task<Result<std::vector<Article>>> articles(Context& context, storage::ArticleKind kind) {
    const CivilDay day = today(context);
    co_return co_await context.site().services.store.read(
        [&](Reader& reader) { return storage::list_articles(reader, kind, day); });
}

void add_paragraphs(View& view, const Context& context, const Article& article) {
    std::string body = pick(context, article.body);
    body = replace_all(std::move(body), "\n\n", "\x1E");
    for (const std::string_view paragraph : split(body, '\x1E')) {
        if (!trim(paragraph).empty()) view.add("PARAGRAPHS").set("TEXT", trim(paragraph));
    }
}

/// Names joined as a list in the visitor's language; each once, in order.
std::string list_of(const Context& context, const std::vector<domain::NamedCode>& codes) {
    const std::string separator = context.language == Language::chinese ? "\u3001" : ", ";
    std::string text;
    for (const domain::NamedCode& code : codes) {
        if (!text.empty()) text += separator;
        text += pick(context, code.name);
    }
    return text;
}

bool matches(const domain::QualificationEdition& edition, std::string_view query) {
    if (query.empty()) return true;
    const std::string wanted = to_lower_ascii(query);
    const auto has = [&](const domain::Bilingual& text) {
        return text.zh.find(wanted) != std::string::npos ||
               to_lower_ascii(text.en).find(wanted) != std::string::npos;
    };
    return has(edition.name) || std::ranges::any_of(edition.specialties, [&](const auto& code) {
               return has(code.name);
           });
}

std::string years_of(const domain::Qualification& item, std::size_t i) {
    const std::string from = std::to_string(item.editions[i].valid_from_year);
    if (i + 1 == item.editions.size()) return from + "\u2013";
    return from + "\u2013" + std::to_string(item.editions[i + 1].valid_from_year - 1);
}

}  // namespace

Task<Result<Response>> show_home(Context& context) {
    YX_CO_TRY(const std::vector<Article> all,
              co_await articles(context, storage::ArticleKind::announcement));
    View view;
    view.show_if("NO_ANNOUNCEMENTS", all.empty());
    for (std::size_t i = 0; i < std::min(all.size(), most_announcements); ++i) {
        view.add("ANNOUNCEMENTS")
            .set("TITLE", pick(context, all[i].title))
            .set("DAY", day_words(context, all[i].published_on))
            .set("URL", "/announcements/" + all[i].id);
    }
    co_return show_page(context, "home", view, {.menu = Menu::home});
}

Task<Result<Response>> show_announcement(Context& context) {
    const std::string id(context.parameter("id"));
    YX_CO_TRY(const std::optional<Article> article,
              co_await context.site().services.store.read(
                  [&](Reader& reader) { return storage::find_article(reader, id); }));
    const bool is_public = article && article->kind == storage::ArticleKind::announcement &&
                           article->published_on <= today(context);
    if (!is_public) co_return Error(ErrorCode::not_found, "announcement");
    View view;
    view.set("TITLE", pick(context, article->title))
        .set("DAY", day_words(context, article->published_on));
    add_paragraphs(view, context, *article);
    co_return show_page(context,
                        "announcement",
                        view,
                        {.menu = Menu::home, .title = pick(context, article->title)});
}

Task<Result<Response>> show_faq(Context& context) {
    YX_CO_TRY(const std::vector<Article> all,
              co_await articles(context, storage::ArticleKind::faq));
    View view;
    view.show_if("NO_QUESTIONS", all.empty());
    for (const Article& article : all) {
        View& question = view.add("QUESTIONS");
        question.set("ID", article.id).set("QUESTION", pick(context, article.title));
        add_paragraphs(question, context, article);
    }
    co_return show_page(context, "faq", view, {.menu = Menu::faq});
}

Task<Result<Response>> show_scope(Context& context) {
    const config::Reference& reference = *context.site().services.reference;
    const std::string query(trim(context.request.query["q"]));
    View view;
    view.set("V_Q", query);
    bool any = false;
    for (const domain::Qualification& item : reference.catalogue.items()) {
        for (std::size_t i = 0; i < item.editions.size(); ++i) {
            const domain::QualificationEdition& edition = item.editions[i];
            if (!matches(edition, query)) continue;
            any = true;
            const domain::Issuer* issuer = reference.find_issuer(edition.issuer_id);
            view.add("ROWS")
                .set("QUALIFICATION", pick(context, edition.name))
                .set("YEARS", years_of(item, i))
                .set("LEVELS", list_of(context, edition.levels))
                .set("SPECIALTIES", list_of(context, edition.specialties))
                .set("AUTHORITY", issuer == nullptr ? "" : pick(context, issuer->name));
        }
    }
    view.show_if("NO_ROWS", !any);
    co_return show_page(context, "scope", view, {.menu = Menu::scope});
}

Task<Result<Response>> show_progress(Context& context) {
    const config::Reference& reference = *context.site().services.reference;
    YX_CO_TRY(const std::vector<service::ExamProgress> exams,
              co_await service::list_progress(context.site().services));
    View view;
    view.show_if("NO_ROWS", exams.empty());
    for (const service::ExamProgress& exam : exams) {
        const auto* edition =
            reference.catalogue.find_edition(exam.qualification_id, exam.exam_year);
        const auto* issuer = reference.find_issuer(exam.issuer_id);
        const std::string name = edition == nullptr ? "" : pick(context, edition->name);
        const std::string stage(domain::key(exam.stage));
        View& row = view.add("ROWS");
        row.set("EXAM",
                say(context,
                    "handler.exam_name",
                    {{"year", std::to_string(exam.exam_year)}, {"name", name}}))
            .set("AUTHORITY", issuer == nullptr ? "" : pick(context, issuer->name))
            .set("STAGE_CLASS", stage)
            .set("STAGE_TEXT", say(context, "progress.stage." + stage))
            .set("DAY", day_words(context, civil_day(exam.changed_at)))
            .show_if("BEHIND", exam.has_behind);
        if (exam.release_at) {
            row.add("PLANNED").set("RELEASE_AT", time_words(context, *exam.release_at));
        }
    }
    co_return show_page(context, "progress", view, {.menu = Menu::progress});
}

}  // namespace yinxin::http
