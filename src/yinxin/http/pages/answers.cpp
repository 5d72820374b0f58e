// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/answers.hpp"

#include "yinxin/http/pages/answer_words.hpp"
#include "yinxin/http/pages/receipt_letter.hpp"
#include "yinxin/http/pages/verify_file.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/issuing/letter_press.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

using service::CodeTarget;
using service::FoundCopy;
using service::KeptAnswer;

std::string url_of(const Context& context) {
    return "/verify/results/" + std::string(context.parameter("token"));
}

void add_group(View& view,
               const Context& context,
               const char* heading,
               const std::vector<Fact>& facts) {
    if (facts.empty()) return;
    View& group = view.add("GROUPS");
    group.set("HEADING", say(context, heading));
    for (const Fact& fact : facts) {
        View& row = group.add("FACTS");
        row.set("LABEL", fact.label).set("VALUE", fact.value);
        row.show_either(fact.is_code, "AS_CODE", "AS_TEXT");
    }
}

void add_found(View& row, const Context& context, const FoundCopy& found) {
    switch (found.target) {
        case CodeTarget::copy: {
            View& copy = row.add("OUR_COPY");
            copy.set("COPY_NUMBER", found.copy->copy_no)
                .set("QUALIFICATION", pick(context, found.copy->qualification))
                .set("COPY_URL", "/v/" + found.copy->token)
                .set("REGISTER_SAYS", register_words(context, found));
            return;
        }
        case CodeTarget::unknown:
            row.show("NO_COPY");
            return;
        case CodeTarget::elsewhere:
            row.add("ELSEWHERE").set("HOST", found.host);
            return;
        case CodeTarget::other:
            row.show("NO_ADDRESS");
            return;
        case CodeTarget::offline:
            row.show("OFFLINE_CODE");
            return;
    }
}

void add_all_found(View& view, const Context& context, const std::vector<FoundCopy>& all) {
    if (all.empty()) return;
    View& section = view.add("SOME_FOUND");
    const bool many_pages =
        std::ranges::any_of(all, [](const FoundCopy& found) { return found.page > 1; });
    for (const FoundCopy& found : all) {
        View& row = section.add("FOUND");
        if (many_pages) row.add("MANY_PAGES").set("PAGE", found.page);
        add_found(row, context, found);
    }
}

void add_findings(View& view, const Context& context, const verify::Report& report) {
    for (const verify::Finding& finding : report.findings) {
        View& row = view.add("FINDINGS");
        row.set("FINDING_TEXT", finding_words(context, finding)).set("FINDING_CODE", finding.code);
        row.show_if("FINDING_FAIL", finding.level == verify::Level::fail);
        row.show_if("FINDING_WARNING", finding.level == verify::Level::warning);
        row.show_if("FINDING_INFO", finding.level == verify::Level::info);
        if (!finding.clause.empty()) row.add("HAS_CLAUSE").set("CLAUSE", finding.clause);
    }
}

void add_receipt(View& view, const Context& context, const KeptAnswer& answer) {
    const service::Services& services = context.site().services;
    if (services.letters == nullptr || answer.checked.is_letter()) return;
    if (!answer.receipt_no) {
        view.add("RECEIPT_OFFER");
        return;
    }
    view.add("RECEIPT")
        .set("RECEIPT_NUMBER", *answer.receipt_no)
        .set("RECEIPT_AT", time_words(context, *answer.receipt_made_at))
        .set("KEPT_UNTIL_DAY", day_words(context, civil_day(answer.expires_at)))
        .set("ANSWER_LINK", services.settings.public_url + url_of(context));
}

/// Adds the title in phrases, which a large headline does not break inside if it can help it.
void add_phrases(View& view, std::string_view title) {
    for (const std::string_view mark : {"\uFF0C", ". "}) {
        const std::size_t at = title.find(mark);
        if (at == std::string_view::npos) continue;
        view.add("PHRASES").set("PHRASE", title.substr(0, at + mark.size()));
        title.remove_prefix(at + mark.size());
    }
    view.add("PHRASES").set("PHRASE", title);
}

void set_words(View& view, const AnswerWords& words) {
    view.set("KIND", words.kind).set("TEXT", words.text);
    add_phrases(view, words.title);
    if (!words.past.empty()) view.add("PAST").set("AS_OF_TEXT", words.past);
    if (!words.reason.empty()) view.add("HAS_REASON").set("REASON", words.reason);
    for (const std::string& step : words.next)
        view.add("NEXT").set("STEP", step);
    for (const std::string& warning : words.warnings)
        view.add("WARNINGS").set("WARNING", warning);
    if (words.questions.empty()) return;
    View& questions = view.add("QUESTIONS");
    for (const AskedQuestion& asked : words.questions) {
        questions.add("ASKED")
            .set("QUESTION", asked.question)
            .set("ANSWER", asked.answer)
            .set("TONE", asked.tone);
    }
}

void set_answer(View& view, const Context& context, const KeptAnswer& answer) {
    const verify::Report& report = answer.checked.report;
    view.set("ANSWER_URL", url_of(context));
    add_all_found(view, context, answer.checked.found);
    if (shows_copy(answer.checked)) {
        add_group(view, context, "answer.purpose", copy_facts(context, *report.copy, report.at));
        add_group(view, context, "answer.certificate", certificate_facts(context, *report.copy));
    }
    add_receipt(view, context, answer);
    if (answer.checked.is_letter()) return;
    View& technical = view.add("TECHNICAL");
    add_findings(technical, context, report);
    add_group(technical, context, "answer.about", question_facts(context, answer));
    add_group(technical, context, "answer.seal", seal_facts(context, report));
}

Task<Result<storage::ReceiptFiles>> receipt_of(Context& context) {
    YX_CO_CHECK(take_query(context));
    co_return co_await service::open_receipt(context.site().services,
                                             std::string(context.parameter("token")));
}

Response receipt_file(const Context& context,
                      const std::string& number,
                      const Bytes& content,
                      std::string_view type,
                      std::string_view extension) {
    return file(
        std::make_shared<const std::string>(as_text(content)),
        type,
        say(context, "answer.receipt_file", {{"receipt", number}}) + "." + std::string(extension));
}

}  // namespace

Task<Result<Response>> show_answer(Context& context) {
    YX_CO_CHECK(take_query(context));
    const Result<KeptAnswer> answer = co_await service::load_answer(
        context.site().services, std::string(context.parameter("token")));
    View view;
    if (!answer && answer.error().code() == ErrorCode::not_found) {
        co_return show_page(context, "answer_gone", view, {.menu = Menu::verify, .status = 404});
    }
    if (!answer) co_return Error(answer.error());
    const AnswerWords words = answer_words(context, *answer);
    set_words(view, words);
    set_answer(view, context, *answer);
    co_return show_page(context, "answer", view, {.menu = Menu::verify, .title = words.title});
}

Task<Result<Response>> give_receipt(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(take_query(context));
    YX_CO_CHECK(co_await service::give_receipt(
        context.site().services,
        std::string(context.parameter("token")),
        [&context](const KeptAnswer& answer) { return receipt_letter(context, answer); }));
    co_return redirect_see_other(url_of(context));
}

Task<Result<Response>> download_receipt_pdf(Context& context) {
    YX_CO_TRY(const storage::ReceiptFiles files, co_await receipt_of(context));
    co_return receipt_file(context, files.number, files.pdf, "application/pdf", "pdf");
}

Task<Result<Response>> download_receipt_json(Context& context) {
    YX_CO_TRY(const storage::ReceiptFiles files, co_await receipt_of(context));
    co_return receipt_file(context, files.number, files.json, "application/jose+json", "json");
}

Result<Response> show_receipt_certificates(Context& context) {
    const issuing::LetterPress* letters = context.site().services.letters;
    if (letters == nullptr) return Error(ErrorCode::not_found, "no receipts key");
    Response response(200);
    response.set_body(Body(letters->certificates_pem()), "application/x-pem-file")
        .set("Content-Disposition", content_disposition(Disposition::attachment, "receipts.pem"));
    return response;
}

}  // namespace yinxin::http
