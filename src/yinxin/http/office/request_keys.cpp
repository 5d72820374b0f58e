// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/request_keys.hpp"

#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/office_verbs.hpp"
#include "yinxin/service/passkeys.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

constexpr std::uint64_t most_signed_file = std::uint64_t{64} * 1024 * 1024;

Task<Result<Response>> show_keys(Context& context, const FormErrors& errors) {
    const Instant now = context.site().services.clock.now();
    YX_CO_TRY(const auto rows,
              co_await service::list_own_staff_keys(context.site().services, actor_of(context)));
    View view;
    view.set("V_LABEL", context.request.form["label"])
        .set("V_PEM", context.request.form["pem"])
        .set("LABEL_MAX", service::longest_key_label)
        .show_either(!rows.empty(), "HAS_KEYS", "NO_KEYS");
    for (const storage::StaffKeyRow& row : rows) {
        View& line = view.add("KEYS");
        line.set("LABEL", row.label)
            .set("KEY_ID", row.key_id)
            .set("ENDS_AT", time_words(context, row.expires_at))
            .set("USED_AT",
                 row.last_used_at ? time_words(context, *row.last_used_at)
                                  : say(context, "handler.never"))
            .show_if("OVER", now >= row.expires_at);
    }
    errors.show(view);
    co_return show_office_page(
        context, "office_request_keys", view, Desk::account, office_frame(errors));
}

/// What is wrong with a key, in words beside its field.
std::string words_of(const Context& context, const Error& error, std::string_view field) {
    if (field == "label") {
        return say(
            context, "handler.key_label", {{"max", std::to_string(service::longest_key_label)}});
    }
    if (field == "form") return say(context, "handler.keys_full");
    return say(
        context,
        error.code() == ErrorCode::conflict ? "handler.key_known" : "handler.key_unreadable");
}

/// The one file of the form; none is an empty one.
Result<Upload> take_file(Context& context) {
    auto& uploads = context.request.uploads;
    if (uploads.empty()) return Upload{};
    if (uploads.size() > 1 || uploads.front().field != "file") {
        return Error(ErrorCode::invalid_input, "one file, called file");
    }
    return std::move(uploads.front());
}

}  // namespace

std::size_t most_signed_request(const config::Limits& limits) noexcept {
    const auto file = std::max(limits.upload, std::min(limits.office_upload, most_signed_file));
    return file + limits.body;
}

Task<Result<Response>> own_request_keys(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) co_return co_await show_keys(context, errors);
    YX_CO_CHECK(only_fields(context, {"label", "pem"}));
    const auto& form = context.request.form;
    const Result<void> added =
        co_await service::add_staff_key(context.site().services,
                                        actor_of(context),
                                        {std::string(form["label"]), std::string(form["pem"])});
    if (added) co_return to_office(context, "/office/account/keys", "request_key_added");
    const auto field = added.error().params().find("field");
    if (field == added.error().params().end()) co_return Error(added.error());
    errors.add(field->second, words_of(context, added.error(), field->second));
    co_return co_await show_keys(context, errors);
}

Task<Result<Response>> remove_own_request_key(Context& context) {
    YX_CO_CHECK(only_fields(context, {"key"}));
    YX_CO_CHECK(co_await service::remove_staff_key(
        context.site().services, actor_of(context), std::string(context.request.form["key"])));
    co_return to_office(context, "/office/account/keys", "request_key_removed");
}

Task<Result<Response>> answer_signed_request(Context& context) {
    auto& services = context.site().services;
    YX_CO_CHECK(only_fields(context, {"request"}));
    YX_CO_TRY(Upload file, take_file(context));
    YX_CO_TRY(service::SignedRequest request,
              co_await service::open_signed_request(services,
                                                    std::string(context.request.form["request"]),
                                                    std::move(file.content),
                                                    origin_of(context)));
    YX_CO_TRY(std::string answer, co_await service::run_office_verb(services, std::move(request)));
    co_return json(std::move(answer)).forbid_storing();
}

}  // namespace yinxin::http
