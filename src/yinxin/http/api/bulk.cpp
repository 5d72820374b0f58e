// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/api/bulk.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/bulk_words.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/api_bulk.hpp"

#include <limits>

#include <boost/json.hpp>

namespace yinxin::http {
namespace {

namespace json = boost::json;
using domain::BulkId;
using service::ApiCall;
using service::BulkAnswer;
using storage::BulkDocumentKind;

constexpr std::int64_t usual_page = 100;
constexpr std::int64_t largest_page = 500;
constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();

ApiAnswer told(const json::object& body, std::string outcome = "", int status = 200) {
    return {json::serialize(body), std::move(outcome), status};
}

Error wrong_member(std::string member) {
    return Error(ErrorCode::invalid_input, member).with("member", member);
}

json::value or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}
json::value or_null(const std::optional<Instant>& at) {
    return at ? json::value(format_civil(*at)) : json::value(nullptr);
}
json::value or_null(const domain::Bilingual& text) {
    return text.zh.empty() ? json::value(nullptr) : json::object{{"zh", text.zh}, {"en", text.en}};
}

json::object check_json(const ApiCall& call, const storage::BulkCheckRow& check) {
    return {{"environment", domain::key(call.client.mode)},
            {"id", check.id.str()},
            {"state", domain::key(check.state)},
            {"cancelled", check.is_cancelled},
            {"name", or_null(check.name)},
            {"created_at", format_civil(check.created_at)},
            {"ended_at", or_null(check.ended_at)},
            {"items", check.items_total},
            {"items_checked", check.items_done}};
}

json::object standing_json(const ApiCall& call, const service::BulkStanding& standing) {
    json::object body = check_json(call, standing.check);
    json::object verdicts;
    for (const storage::BulkTally& tally : standing.tallies)
        verdicts[domain::key(tally.verdict)] = tally.count;
    body["purpose"] = or_null(standing.asker.checker.purpose);
    body["verdicts"] = std::move(verdicts);
    const bool is_finished = standing.check.state == domain::BulkState::finished;
    body["kept_until"] =
        is_finished ? json::value(format_civil(standing.check.expires_at)) : json::value(nullptr);
    body["summary_number"] =
        standing.summary ? json::value(standing.summary->number) : json::value(nullptr);
    return body;
}

json::object answer_json(const Context& context, const service::PlacedAnswer& placed) {
    const service::JudgedAnswer& judged = placed.judged;
    const BulkAnswer& answer = judged.answer;
    const service::Services& services = context.site().services;
    const std::string link =
        answer.copy_token.empty() ? "" : services.settings.public_url + "/v/" + answer.copy_token;
    return {{"item", placed.item},
            {"part", placed.part},
            {"kind", answer.is_row ? "row" : "file"},
            {"source", or_null(answer.source)},
            {"place", answer.place == 0 ? json::value(nullptr) : json::value(answer.place)},
            {"name", or_null(answer.name)},
            {"masked_id", or_null(answer.masked_id)},
            {"number", or_null(answer.number)},
            {"verdict", domain::key(judged.verdict)},
            {"care", domain::key(domain::care_of(judged.verdict))},
            {"reason", or_null(answer.reason)},
            {"field", or_null(answer.field)},
            {"message", reason_words(context.site().messages, context.language, judged)},
            {"qualification", or_null(answer.qualification)},
            {"level", or_null(answer.level)},
            {"specialty", or_null(answer.specialty)},
            {"issued_on", or_null(answer.issued_on)},
            {"copy_no", or_null(answer.copy_no)},
            {"link", or_null(link)},
            {"valid_until", or_null(answer.valid_until)},
            {"certificate_id", or_null(answer.certificate_id)},
            {"checked_at", format_civil(answer.at)}};
}

Result<BulkId> id_of(const Context& context) {
    YX_TRY(const std::int64_t id, context.number("id"));
    return BulkId{id};
}

/// "ITEM.PART" of the last answer read.
Result<std::pair<std::int64_t, std::int64_t>> place_of(const Context& context) {
    const auto text = context.request.query.find("after");
    if (!text) return std::pair<std::int64_t, std::int64_t>{0, 0};
    const auto parts = split(*text, '.');
    const auto item = parse_integer(parts.front());
    const auto part = parts.size() == 2 ? parse_integer(parts.back()) : std::nullopt;
    if (!item || !part || *item < 0 || *part < 0) return wrong_member("after");
    return std::pair{*item, *part};
}

Task<Result<ApiAnswer>> tell(Context& context, const ApiCall& call, BulkId id, int status) {
    YX_CO_TRY(const service::BulkStanding standing,
              co_await service::load_bulk(context.site().services, service::owner_of(call), id));
    co_return told(
        standing_json(call, standing), std::string(domain::key(standing.check.state)), status);
}

Task<Result<ApiAnswer>> document(Context& context,
                                 const ApiCall& call,
                                 BulkDocumentKind kind,
                                 std::string_view type) {
    YX_CO_TRY(const BulkId id, id_of(context));
    YX_CO_TRY(const service::BulkDocument found,
              co_await service::open_bulk_document(
                  context.site().services, service::owner_of(call), id, kind));
    ApiAnswer answer{std::string(as_text(found.content)), found.number};
    answer.type = type;
    co_return answer;
}

}  // namespace

Task<Result<ApiAnswer>> hand_in_bulk(Context& context, const ApiCall& call) {
    Request& request = context.request;
    if (request.content_type() != "multipart/form-data") {
        co_return Error(ErrorCode::unsupported, "not a form with a file");
    }
    if (const auto beyond = request.form.first_beyond({})) {
        co_return wrong_member(std::string(*beyond));
    }
    const bool is_one_file = request.uploads.size() == 1 &&
                             request.uploads.front().field == "file" &&
                             !request.uploads.front().content.empty();
    if (!is_one_file) co_return wrong_member("file");
    Upload& upload = request.uploads.front();
    if (upload.content.size() > context.site().services.settings.bulk.upload) {
        co_return Error(ErrorCode::too_large, "bulk");
    }
    YX_CO_TRY(const BulkId id,
              co_await service::run_bulk(context.site().services,
                                         call,
                                         {std::move(upload.content),
                                          std::move(upload.file_name),
                                          std::string(tag(context.language))}));
    co_return co_await tell(context, call, id, 202);
}

Task<Result<ApiAnswer>> list_bulk(Context& context, const ApiCall& call) {
    YX_CO_TRY(const std::int64_t before, query_number(context, "before", newest, 1, newest));
    YX_CO_TRY(const std::int64_t most, query_number(context, "limit", usual_page, 1, largest_page));
    YX_CO_TRY(const auto checks,
              co_await service::list_bulk(context.site().services,
                                          service::owner_of(call),
                                          BulkId{before},
                                          static_cast<int>(most)));
    json::array all;
    for (const storage::BulkCheckRow& check : checks)
        all.push_back(check_json(call, check));
    const bool is_full = checks.size() == static_cast<std::size_t>(most);
    co_return told(
        {{"checks", std::move(all)},
         {"next", is_full ? json::value(checks.back().id.str()) : json::value(nullptr)}});
}

Task<Result<ApiAnswer>> answer_bulk(Context& context, const ApiCall& call) {
    YX_CO_TRY(const BulkId id, id_of(context));
    co_return co_await tell(context, call, id, 200);
}

Task<Result<ApiAnswer>> answer_bulk_answers(Context& context, const ApiCall& call) {
    YX_CO_TRY(const BulkId id, id_of(context));
    YX_CO_TRY(const auto place, place_of(context));
    YX_CO_TRY(const std::int64_t most, query_number(context, "limit", usual_page, 1, largest_page));
    YX_CO_TRY(const auto answers,
              co_await service::read_bulk(context.site().services,
                                          service::owner_of(call),
                                          id,
                                          place.first,
                                          place.second,
                                          static_cast<int>(most)));
    json::array all;
    for (const service::PlacedAnswer& placed : answers)
        all.push_back(answer_json(context, placed));
    json::value next = nullptr;
    if (answers.size() == static_cast<std::size_t>(most)) {
        const service::PlacedAnswer& last = answers.back();
        next = std::to_string(last.item) + "." + std::to_string(last.part);
    }
    co_return told({{"answers", std::move(all)}, {"next", std::move(next)}});
}

Task<Result<ApiAnswer>> answer_bulk_result(Context& context, const ApiCall& call) {
    co_return co_await document(context, call, BulkDocumentKind::csv, "text/csv; charset=utf-8");
}

Task<Result<ApiAnswer>> answer_bulk_summary(Context& context, const ApiCall& call) {
    co_return co_await document(context, call, BulkDocumentKind::json, "application/jose+json");
}

Task<Result<ApiAnswer>> cancel_bulk_check(Context& context, const ApiCall& call) {
    YX_CO_TRY(const BulkId id, id_of(context));
    YX_CO_CHECK(
        co_await service::cancel_bulk(context.site().services, service::owner_of(call), id));
    co_return co_await tell(context, call, id, 200);
}

Task<Result<ApiAnswer>> forget_bulk_check(Context& context, const ApiCall& call) {
    YX_CO_TRY(const BulkId id, id_of(context));
    YX_CO_CHECK(
        co_await service::forget_bulk(context.site().services, service::owner_of(call), id));
    co_return told({{"id", id.str()}, {"forgotten", true}}, "forgotten");
}

}  // namespace yinxin::http
