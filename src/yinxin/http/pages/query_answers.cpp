// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/query_answers.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/receipt_letter.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/pages/verify_file.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/query_answers.hpp"

namespace yinxin::http {
namespace {

using service::KeptQueryAnswer;
using service::QueriedCertificate;
using service::QueryAnswer;

AccountId account_of(const Context& context) {
    return context.visitor->facts.account;
}

std::string token_of(const Context& context) {
    return std::string(context.parameter("token"));
}

std::string url_of(const Context& context) {
    return "/query/results/" + token_of(context);
}

void set_found(View& view, const Context& context, const KeptQueryAnswer& kept) {
    const QueriedCertificate& certificate = *kept.answer.found;
    const std::string status = kept.answer.outcome();
    View& found = view.add("FOUND");
    found.set("SIGN_CLASS", status)
        .set("HEADLINE", say(context, "query_headline." + status))
        .set("NOTE", say(context, "query_note." + status))
        .set("QUALIFICATION", pick(context, certificate.qualification))
        .set("KIND", kind_words(context, certificate.kind))
        .set("ISSUED_DAY", day_words(context, certificate.issued_on));
    const std::string level = pick(context, certificate.level);
    if (!level.empty()) found.add("HAS_LEVEL").set("LEVEL", level);
    const std::string specialty = pick(context, certificate.specialty);
    if (!specialty.empty()) found.add("HAS_SPECIALTY").set("SPECIALTY", specialty);
    if (kept.photo.empty()) return;
    // Base64 is markup-safe; a data: address keeps the photo out of every cache and log.
    found.add("PHOTO").set_raw("PHOTO_URL",
                               SafeHtml("data:image/jpeg;base64," + to_base64(kept.photo)));
}

void set_receipt(View& view, const Context& context, const KeptQueryAnswer& kept) {
    if (context.site().services.letters == nullptr) return;
    if (!kept.receipt_no) {
        view.show("RECEIPT_OFFER");
        return;
    }
    view.add("RECEIPT")
        .set("RECEIPT_NUMBER", *kept.receipt_no)
        .set("RECEIPT_AT", time_words(context, *kept.receipt_made_at));
}

Response show_answer_page(Context& context, const KeptQueryAnswer& kept) {
    const service::Query& asked = kept.answer.asked;
    View view;
    view.set("NAME", asked.name)
        .set("ID_NUMBER", asked.id_number)
        .set("MANAGEMENT_NUMBER", asked.management_number)
        .set("PURPOSE", asked.purpose)
        .set("CHECKED_AT", time_words(context, kept.answer.at))
        .set("KEPT_UNTIL", time_words(context, kept.expires_at))
        .set("ANSWER_URL", url_of(context));
    if (kept.answer.found) {
        set_found(view, context, kept);
    } else {
        view.show("NOT_FOUND");
    }
    set_receipt(view, context, kept);
    return show_page(context, "query_answer", view, {.menu = Menu::verify});
}

Task<Result<storage::ReceiptFiles>> receipt_of(Context& context) {
    YX_CO_CHECK(take_query(context));
    co_return co_await service::open_query_receipt(
        context.site().services, account_of(context), token_of(context));
}

Response receipt_file(const Context& context,
                      const storage::ReceiptFiles& files,
                      const Bytes& content,
                      std::string_view type,
                      std::string_view extension) {
    const std::string name = say(context, "receipt.query_file", {{"receipt", files.number}});
    return file(std::make_shared<const std::string>(as_text(content)),
                type,
                name + "." + std::string(extension));
}

}  // namespace

Task<Result<Response>> show_query_answer(Context& context) {
    YX_CO_CHECK(take_query(context));
    const Result<KeptQueryAnswer> kept = co_await service::load_query_answer(
        context.site().services, account_of(context), token_of(context));
    if (kept) co_return show_answer_page(context, *kept);
    if (kept.error().code() != ErrorCode::not_found) co_return Error(kept.error());
    View view;
    co_return show_page(context, "answer_gone", view, {.menu = Menu::verify, .status = 404});
}

Task<Result<Response>> give_query_receipt(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(take_query(context));
    YX_CO_CHECK(co_await service::give_query_receipt(
        context.site().services,
        account_of(context),
        token_of(context),
        [&context](const QueryAnswer& answer) { return query_receipt_letter(context, answer); }));
    co_return redirect_see_other(url_of(context));
}

Task<Result<Response>> download_query_receipt_pdf(Context& context) {
    YX_CO_TRY(const storage::ReceiptFiles files, co_await receipt_of(context));
    co_return receipt_file(context, files, files.pdf, "application/pdf", "pdf");
}

Task<Result<Response>> download_query_receipt_json(Context& context) {
    YX_CO_TRY(const storage::ReceiptFiles files, co_await receipt_of(context));
    co_return receipt_file(context, files, files.json, "application/jose+json", "json");
}

}  // namespace yinxin::http
