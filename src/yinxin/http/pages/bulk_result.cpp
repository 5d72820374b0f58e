// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/bulk_result.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/bulk_words.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

using domain::BulkCare;
using domain::BulkState;
using domain::BulkVerdict;
using service::BulkStanding;
using service::JudgedAnswer;
using storage::BulkDocumentKind;

constexpr int rows_of_page = 50;

std::string_view css_of(BulkVerdict verdict) {
    switch (verdict) {
        case BulkVerdict::not_issued:
        case BulkVerdict::altered:
        case BulkVerdict::invalid:
        case BulkVerdict::untrusted:
            return "failed";
        case BulkVerdict::revoked:
            return "revoked";
        case BulkVerdict::not_found:
        case BulkVerdict::unsealed:
        case BulkVerdict::indeterminate:
            return "none";
        case BulkVerdict::expired:
            return "expired";
        case BulkVerdict::rejected:
        case BulkVerdict::not_checked:
        case BulkVerdict::unreadable:
            return "overdue";
        case BulkVerdict::compare:
            return "compare";
        case BulkVerdict::valid:
            return "valid";
    }
    return "none";
}

std::string url_of(const BulkStanding& standing) {
    return "/bulk/" + standing.check.id.str();
}

/// Which answers are shown, as it stands in the address.
struct Filter {
    std::string name = "all";
    int lowest = 0;
    int highest = domain::first_rank_without_care;
};

Filter filter_of(const Context& context) {
    const std::string_view asked = context.request.query["show"];
    if (asked == "care") return {"care", 0, domain::first_rank_without_care - 1};
    if (const auto verdict = domain::parse_key<BulkVerdict>(asked)) {
        const int rank = domain::rank_of(*verdict);
        return {std::string(asked), rank, rank};
    }
    return {};
}

std::int64_t count_in(const BulkStanding& standing, const Filter& filter) {
    std::int64_t count = 0;
    for (const storage::BulkTally& tally : standing.tallies) {
        const int rank = domain::rank_of(tally.verdict);
        if (rank >= filter.lowest && rank <= filter.highest) count += tally.count;
    }
    return count;
}

std::string page_url(const BulkStanding& standing, const Filter& filter, std::int64_t page) {
    std::string url = url_of(standing) + "?show=" + filter.name;
    if (page > 1) url += "&page=" + std::to_string(page);
    return url + "#answers";
}

void add_filter(View& view,
                const Context& context,
                const BulkStanding& standing,
                const Filter& one,
                const Filter& chosen,
                const std::string& label) {
    const std::int64_t count = count_in(standing, one);
    if (count == 0 && one.name != "all") return;
    View& row = view.add("FILTERS");
    row.set("URL", page_url(standing, one, 1))
        .set("LABEL",
             say(context, "handler.bulk_filter", {{"label", label}, {"n", std::to_string(count)}}));
    row.show_if("CHOSEN", one.name == chosen.name);
}

void add_filters(View& view,
                 const Context& context,
                 const BulkStanding& standing,
                 const Filter& chosen) {
    add_filter(view, context, standing, {}, chosen, say(context, "handler.bulk_all"));
    add_filter(view,
               context,
               standing,
               {"care", 0, domain::first_rank_without_care - 1},
               chosen,
               say(context, "handler.bulk_care"));
    for (const storage::BulkTally& tally : standing.tallies) {
        const int rank = domain::rank_of(tally.verdict);
        add_filter(view,
                   context,
                   standing,
                   {std::string(domain::key(tally.verdict)), rank, rank},
                   chosen,
                   verdict_words(context.site().messages, context.language, tally.verdict));
    }
}

void add_answer(View& view, const Context& context, const JudgedAnswer& judged) {
    const service::BulkAnswer& answer = judged.answer;
    const Messages& messages = context.site().messages;
    View& row = view.add("ANSWERS");
    row.set("VERDICT_CLASS", css_of(judged.verdict))
        .set("VERDICT_TEXT", verdict_words(messages, context.language, judged.verdict))
        .set("SOURCE", answer.source)
        .set("PLACE", place_words(messages, context.language, answer))
        .set("REASON", reason_words(messages, context.language, judged));
    const auto add = [&row](const char* section, const char* value, const std::string& text) {
        if (!text.empty()) row.add(section).set(value, text);
    };
    add("HAS_NAME", "NAME", answer.name);
    add("HAS_ID", "MASKED_ID", answer.masked_id);
    add("HAS_NUMBER", "NUMBER", answer.number);
    add("HAS_COPY", "COPY_NUMBER", answer.copy_no);
    if (!answer.copy_token.empty()) row.add("COMPARE").set("COPY_URL", "/v/" + answer.copy_token);
    if (answer.qualification.zh.empty()) return;
    View& certificate = row.add("CERTIFICATE");
    certificate.set("QUALIFICATION", pick(context, answer.qualification));
    const auto more = [&](const char* section, const char* value, const domain::Bilingual& text) {
        if (!text.zh.empty()) certificate.add(section).set(value, pick(context, text));
    };
    more("HAS_LEVEL", "LEVEL", answer.level);
    more("HAS_SPECIALTY", "SPECIALTY", answer.specialty);
}

void add_pages(View& view, const BulkStanding& standing, const Filter& filter, std::int64_t page) {
    const std::int64_t count = count_in(standing, filter);
    const std::int64_t last = std::max<std::int64_t>(1, (count + rows_of_page - 1) / rows_of_page);
    if (last == 1) return;
    View& pager = view.add("PAGES");
    pager.set("PAGE", page).set("LAST_PAGE", last);
    if (page > 1) pager.add("BEFORE").set("URL", page_url(standing, filter, page - 1));
    if (page < last) pager.add("AFTER").set("URL", page_url(standing, filter, page + 1));
}

void add_counts(View& view, const BulkStanding& standing) {
    view.set("TOTAL", standing.check.items_total)
        .set("DONE", standing.check.items_done)
        .set("ANSWER_COUNT", standing.answers())
        .set("ACT_COUNT", standing.count(BulkCare::act))
        .set("LOOK_COUNT", standing.count(BulkCare::look))
        .set("GOOD_COUNT", standing.count(BulkCare::none));
}

void add_facts(View& view, const Context& context, const BulkStanding& standing) {
    const storage::BulkCheckRow& check = standing.check;
    view.set("ID", check.id.str())
        .set("HANDED_IN", handed_in_words(context, check))
        .set("PURPOSE", standing.asker.checker.purpose)
        .set("STARTED_AT", check.started_at ? time_words(context, *check.started_at) : "");
    if (check.ended_at) view.add("ENDED").set("ENDED_AT", time_words(context, *check.ended_at));
}

void add_documents(View& view, const Context& context, const BulkStanding& standing) {
    if (!standing.summary || standing.check.state != BulkState::finished) return;
    View& documents = view.add("DOCUMENTS");
    documents.set("SUMMARY_NUMBER", standing.summary->number)
        .set("KEPT_UNTIL_DAY", day_words(context, civil_day(standing.check.expires_at)));
    documents.show_if("SEALED", standing.summary->pdf_sha256.has_value());
}

/// Percent, rounded down: only a finished one is whole.
std::int64_t percent(const storage::BulkCheckRow& check) {
    return check.items_total == 0 ? 0 : check.items_done * 100 / check.items_total;
}

Task<Result<Response>> document(Context& context,
                                BulkDocumentKind kind,
                                std::string_view type,
                                std::string_view name) {
    YX_CO_TRY(const std::int64_t id, context.number("id"));
    const storage::BulkOwner owner{storage::BulkOwnerKind::account,
                                   context.visitor->facts.account.value};
    YX_CO_TRY(const service::BulkDocument found,
              co_await service::open_bulk_document(
                  context.site().services, owner, domain::BulkId{id}, kind));
    co_return file(std::make_shared<const std::string>(as_text(found.content)),
                   type,
                   say(context, "handler." + std::string(name), {{"number", found.number}}) + "." +
                       std::string(domain::key(kind)));
}

Response show_progress(Context& context, const BulkStanding& standing) {
    View view;
    add_counts(view, standing);
    add_facts(view, context, standing);
    view.set("PERCENT", percent(standing.check));
    view.show_either(standing.check.state == BulkState::running, "RUNNING", "CLOSING");
    return show_page(context, "bulk_progress", view, {.menu = Menu::verify, .refreshes = true});
}

}  // namespace

std::string_view bulk_state_css(std::string_view state) {
    if (state == "draft") return "none";
    if (state == "finished") return "valid";
    if (state == "cancelled") return "cancelled";
    return "generating";
}

std::string handed_in_words(const Context& context, const storage::BulkCheckRow& check) {
    return check.name.empty() ? say(context, "handler.bulk_no_name") : check.name;
}

Task<Result<Response>> show_standing(Context& context, const BulkStanding& standing) {
    if (standing.check.state != BulkState::finished) co_return show_progress(context, standing);
    const Filter filter = filter_of(context);
    const std::int64_t last =
        std::max<std::int64_t>(1, (count_in(standing, filter) + rows_of_page - 1) / rows_of_page);
    const std::int64_t page =
        std::clamp<std::int64_t>(parse_integer(context.request.query["page"]).value_or(1), 1, last);
    YX_CO_TRY(const auto answers,
              co_await service::page_bulk(context.site().services,
                                          standing.check.owner,
                                          standing.check.id,
                                          {.lowest_rank = filter.lowest,
                                           .highest_rank = filter.highest,
                                           .most = rows_of_page,
                                           .after = (page - 1) * rows_of_page}));
    View view;
    add_counts(view, standing);
    add_facts(view, context, standing);
    add_documents(view, context, standing);
    const bool needs_care = standing.count(BulkCare::none) < standing.answers();
    view.set("SIGN_CLASS", needs_care ? "suspended" : "valid")
        .show_either(needs_care, "CARE", "ALL_GOOD");
    view.show_if("CANCELLED", standing.check.is_cancelled);
    add_filters(view, context, standing, filter);
    for (const JudgedAnswer& judged : answers)
        add_answer(view, context, judged);
    add_pages(view, standing, filter, page);
    co_return show_page(context, "bulk_result", view, {.menu = Menu::verify});
}

Task<Result<Response>> download_bulk_xlsx(Context& context) {
    co_return co_await document(context,
                                BulkDocumentKind::xlsx,
                                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                "bulk_result_file");
}

Task<Result<Response>> download_bulk_csv(Context& context) {
    co_return co_await document(
        context, BulkDocumentKind::csv, "text/csv; charset=utf-8", "bulk_result_file");
}

Task<Result<Response>> download_bulk_pdf(Context& context) {
    co_return co_await document(
        context, BulkDocumentKind::pdf, "application/pdf", "bulk_summary_file");
}

Task<Result<Response>> download_bulk_json(Context& context) {
    co_return co_await document(
        context, BulkDocumentKind::json, "application/jose+json", "bulk_summary_file");
}

}  // namespace yinxin::http
