// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/account_data.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/account_data_letter.hpp"
#include "yinxin/http/pages/authorised_uses.hpp"
#include "yinxin/http/pages/check_history.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/account_codes.hpp"
#include "yinxin/service/account_data.hpp"

namespace yinxin::http {
namespace {

using service::AccountData;

constexpr CodePage code_page{
    "account_data", "/account/data/confirm", "/account/data", Menu::account};
constexpr auto purpose = service::CodePurpose::account_data;
constexpr std::string_view data_url = "/account/data";
/// The page shows the newest; the export has them all.
constexpr std::size_t most_shown = 20;

/// Masked, or in full behind a code.
enum class Disclosure { masked, full };

template <class Rows>
std::size_t shown(const Rows& rows) {
    return std::min(rows.size(), most_shown);
}

void set_devices(View& view, const Context& context, const AccountData& data) {
    using std::chrono::days;
    view.set("DEVICE_DAYS", std::chrono::duration_cast<days>(service::device_remembered).count());
    view.show_if("NO_DEVICES", data.devices.empty());
    for (std::size_t i = 0; i < shown(data.devices); ++i) {
        view.add("DEVICES")
            .set("FIRST_AT", time_words(context, data.devices[i].first_seen_at))
            .set("LAST_AT", time_words(context, data.devices[i].last_seen_at));
    }
}

void set_factor(View& view, const Context& context, const service::SecondFactor& factor) {
    view.show_if("NO_SECOND", !factor.is_on());
    if (!factor.is_on()) return;
    View& part = view.add("SECOND");
    part.set("CODES_LEFT", factor.recovery_codes_left);
    if (factor.totp_added_at) {
        part.add("APP").set("ADDED_AT", time_words(context, *factor.totp_added_at));
    }
    for (const storage::AccountPasskey& passkey : factor.passkeys) {
        part.add("PASSKEYS")
            .set("LABEL", passkey.label)
            .set("ADDED_AT", time_words(context, passkey.created_at));
    }
}

void set_account(View& view,
                 const Context& context,
                 const AccountData& data,
                 Disclosure disclosure) {
    const bool is_full = disclosure == Disclosure::full;
    view.set("LOGIN_NAME", data.account.login_name)
        .set("MOBILE", is_full ? data.identity.mobile.e164 : data.account.mobile_masked)
        .set("CREATED_AT", time_words(context, data.account.created_at));
    if (data.mail) {
        view.add("HAS_MAIL").set("MAIL", is_full ? data.mail->address.text : data.mail->masked);
    }
    if (const auto& person = data.identity.person) {
        view.add("STATED")
            .set("NAME", is_full ? person->name.value : domain::masked_name(person->name))
            .set("ID_TYPE", id_type_words(context, person->document.type))
            .set("ID_NUMBER",
                 is_full ? person->document.number : data.account.number_masked.value_or(""));
    }
    for (const service::RecordedConsent& consent : data.consents) {
        view.add("CONSENTS")
            .set("NOTICE", say(context, "notice_name." + consent.notice))
            .set("VERSION", consent.version)
            .set("AGREED_AT", time_words(context, consent.accepted_at))
            .set("ADDRESS", consent.address);
    }
    for (const service::SessionLine& session : data.sessions) {
        view.add("SESSIONS")
            .set("STARTED_AT", time_words(context, session.created_at))
            .set("DEVICE", session.device)
            .set("ADDRESS", session.address);
    }
    set_devices(view, context, data);
    set_factor(view, context, data.second_factor);
    for (const storage::Membership& each : data.organisations) {
        view.add("ORGANISATIONS")
            .set("URL", organisation_url(each.organisation))
            .set("NAME", each.name)
            .set("ROLE", role_words(context, each.role));
    }
    view.show_if("NO_ORGANISATIONS", data.organisations.empty());
}

void add_look(View& view, const Context& context, const storage::PersonLook& look) {
    const auto* issuer = context.site().services.reference->find_issuer(look.issuer_id);
    View& row = view.add("LOOKS");
    row.set("AT", time_words(context, look.at))
        .set("AUTHORITY",
             issuer != nullptr ? pick(context, issuer->name)
                               : say(context, "handler.account_data_office"))
        .set("PAGE", say(context, "look_page." + std::string(domain::key(look.page))));
    if (!look.reason.empty()) row.add("HAS_REASON").set("REASON", look.reason);
}

/// Who saw the data: the office, people who are known, and the number of those who are not.
void set_seen(View& view, const Context& context, const AccountData& data) {
    bool has_looks = false;
    bool has_checks = false;
    for (const service::DataOfPerson& person : data.persons) {
        for (std::size_t i = 0; i < shown(person.looks); ++i) {
            add_look(view, context, person.looks[i]);
            has_looks = true;
        }
        for (std::size_t i = 0; i < shown(person.checks); ++i) {
            set_check(view.add("CHECKS"), context, person.checks[i]);
            has_checks = true;
        }
    }
    view.show_if("NO_LOOKS", !has_looks);
    view.show_if("NO_CHECKS", !has_checks);
    std::int64_t counted = 0;
    for (const service::DataOfCertificate& one : data.certificates) {
        for (const storage::CopyChecks& checks : one.public_checks) {
            counted += checks.checks;
        }
    }
    view.set("PUBLIC_CHECKS", counted);
}

void set_holdings(View& view, const Context& context, const AccountData& data) {
    for (const service::DataOfPerson& person : data.persons) {
        view.add("PERSONS")
            .set("NAME", person.masked.name)
            .set("ID_TYPE", id_type_words(context, person.masked.document_type))
            .set("MASKED_ID", person.masked.number)
            .set("BOUND_DAY", day_words(context, civil_day(person.bound_at)));
        if (!person.uses.empty()) set_uses(view.add("HAS_USES"), context, person.uses);
    }
    view.show_if("NO_PERSONS", data.persons.empty());
    for (const service::DataOfCertificate& one : data.certificates) {
        View& row = view.add("CERTIFICATES");
        set_certificate(row, context, one.facts.certificate.face);
        row.set("URL", "/certificates/" + one.facts.certificate.line.str())
            .set("ENDORSEMENTS", one.facts.endorsements.size())
            .set("COPIES", one.copies.size())
            .set("DOUBTS", one.doubts.size());
        set_sign(row, "STATUS", status_sign(context, one.facts.certificate.status));
    }
    view.show_if("NO_CERTIFICATES", data.certificates.empty());
    view.set("MY_CHECKS", data.checks_by_me.size());
}

Task<Result<Response>> show(Context& context, Disclosure disclosure, const std::string& ticket) {
    const Visitor& visitor = *context.visitor;
    YX_CO_TRY(const AccountData data,
              co_await service::load_account_data(
                  context.site().services, visitor.facts.actor(), visitor.token));
    View view;
    set_account(view, context, data, disclosure);
    set_holdings(view, context, data);
    set_seen(view, context, data);
    if (disclosure == Disclosure::full) {
        View& full = view.add("FULL");
        full.set("TICKET", ticket).set("MINUTES", service::data_ticket_life.count());
        full.show_if("SEALS_LETTERS", context.site().services.letters != nullptr);
    } else {
        view.show("MASKED");
    }
    co_return show_page(context, "account_data", view, {.menu = Menu::account});
}

}  // namespace

Task<Result<Response>> show_account_data(Context& context) {
    co_return co_await show(context, Disclosure::masked, "");
}

Task<Result<Response>> ask_account_data(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::request_account_code(
        context.site().services, context.visitor->facts.account, purpose, origin_of(context)));
    co_return redirect_see_other(code_page.action);
}

Task<Result<Response>> confirm_account_data(Context& context) {
    auto& services = context.site().services;
    const Visitor& visitor = *context.visitor;
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const Result<std::string> ticket =
            co_await service::open_account_data(services,
                                                visitor.facts.account,
                                                visitor.token,
                                                std::string(trim(context.request.form["code"])));
        if (ticket) co_return co_await show(context, Disclosure::full, *ticket);
        errors.add(context, "code", ticket.error());
    }
    const Result<service::CodeRequestFacts> facts =
        co_await service::find_account_code(services, visitor.facts.account, purpose);
    if (!facts && !errors.any()) co_return redirect_see_other(data_url);
    co_return show_code_page(context, code_page, facts, errors);
}

Task<Result<Response>> resend_account_data_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::resend_account_code(
        context.site().services, context.visitor->facts.account, purpose));
    co_return redirect_see_other(code_page.action);
}

namespace {

/// The ten minutes are over: the page asks for another code.
Response ticket_over(const Context& context) {
    return redirect_with_flash(context, data_url, "data_ticket_over");
}

std::string file_name(const Context& context, std::string_view extension) {
    const std::string day = format_day(civil_day(context.site().services.clock.now()));
    return "yinxin-account-data-" + day + '.' + std::string(extension);
}

}  // namespace

Task<Result<Response>> export_account_data(Context& context) {
    YX_CO_CHECK(only_fields(context, {"ticket"}));
    const Visitor& visitor = *context.visitor;
    const Result<std::string> text =
        co_await service::export_account_data(context.site().services,
                                              visitor.facts.actor(),
                                              visitor.token,
                                              std::string(context.request.form["ticket"]));
    if (!text && text.error().code() == ErrorCode::code_expired) co_return ticket_over(context);
    if (!text) co_return Error(text.error());
    co_return file(
        std::make_shared<const std::string>(*text), "application/json", file_name(context, "json"));
}

Task<Result<Response>> export_account_letter(Context& context) {
    YX_CO_CHECK(only_fields(context, {"ticket"}));
    const Visitor& visitor = *context.visitor;
    const Result<Bytes> letter = co_await service::export_account_letter(
        context.site().services,
        visitor.facts.actor(),
        visitor.token,
        std::string(context.request.form["ticket"]),
        [&context](const AccountData& data) { return account_data_letter(context, data); });
    if (!letter && letter.error().code() == ErrorCode::code_expired) co_return ticket_over(context);
    if (!letter) co_return Error(letter.error());
    co_return file(std::make_shared<const std::string>(letter->begin(), letter->end()),
                   "application/pdf",
                   file_name(context, "pdf"));
}

}  // namespace yinxin::http
