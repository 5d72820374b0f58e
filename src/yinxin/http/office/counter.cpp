// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/counter.hpp"

#include "yinxin/http/office/certificate_words.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/search_fields.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/counter.hpp"

namespace yinxin::http {
namespace {

using service::CounterAccount;
using service::CounterCertificate;
using service::CounterList;
using service::CounterView;

std::string_view key_of(CounterList list) {
    switch (list) {
        case CounterList::shows:
            return "shows";
        case CounterList::not_out:
            return "not_out";
        case CounterList::not_bound:
            return "not_bound";
        case CounterList::changed:
            return "changed";
        case CounterList::other_person:
            return "other_person";
        case CounterList::not_agreed:
            return "not_agreed";
    }
    return {};
}

Response show_question(Context& context, const FormErrors& errors) {
    View view;
    set_search_fields(view, context);
    view.set("V_REASON", context.request.form["reason"]);
    errors.show(view);
    return show_office_page(context, "office_counter", view, Desk::counter, office_frame(errors));
}

void set_certificates(View& view, const Context& context, const CounterView& shown) {
    for (const CounterCertificate& certificate : shown.certificates) {
        View& row = view.add("CERTIFICATES");
        set_listed(row, context, certificate.record);
        if (!certificate.facts) continue;
        const service::CertificateFacts& facts = *certificate.facts;
        set_sign(row, "ENDORSEMENT", endorsement_sign(context, facts));
        View& seen = row.add("SEEN");
        if (!facts.needs_endorsement || facts.policy == nullptr) continue;
        View& quota = seen.add("QUOTA");
        quota.set("USED", facts.used).set("MOST", facts.policy->quota);
        if (!facts.quota_is_free()) {
            quota.add("FULL").set("FREE_ON", day_words(context, facts.first_possible_day));
        }
    }
}

void set_copies(View& view, const Context& context, const CounterView& shown) {
    View* table = nullptr;
    for (const CounterCertificate& certificate : shown.certificates) {
        const auto* policy =
            context.site().services.reference->find_policy(certificate.record.policy_id);
        for (const storage::CopyStanding& standing : certificate.copies) {
            if (table == nullptr) table = &view.add("HAS_COPIES");
            View& row = table->add("COPIES");
            set_copy(row, context, standing, policy);
            row.set("OF_CERTIFICATE", pick(context, certificate.record.face.qualification));
        }
    }
    view.show_if("NO_COPIES", table == nullptr);
}

void set_attempts(View& row, const Context& context, const CounterAccount& account) {
    if (account.attempts.empty()) {
        row.show("NO_ATTEMPTS");
        return;
    }
    View& list = row.add("HAS_ATTEMPTS");
    for (const storage::BindingAttempt& attempt : account.attempts) {
        list.add("ATTEMPTS_MADE")
            .set("AT", time_words(context, attempt.at))
            .set("OUTCOME",
                 say(context, "binding_outcome." + std::string(domain::key(attempt.outcome))));
    }
}

void set_accounts(View& view, const Context& context, const CounterView& shown) {
    view.show_if("NO_ACCOUNTS", shown.accounts.empty());
    for (const CounterAccount& account : shown.accounts) {
        const std::string key(key_of(account.list));
        View& row = view.add("ACCOUNTS");
        row.set("MASKED_LOGIN", account.masked_login)
            .set("MASKED_MOBILE", account.masked_mobile)
            .set("CREATED_AT", time_words(context, account.created_at))
            .set("LAST_LOGIN",
                 account.last_login_at ? time_words(context, *account.last_login_at)
                                       : say(context, "handler.never"))
            .set("LIST_CLASS", account.list == CounterList::shows ? "valid" : "warning")
            .set("LIST_TEXT",
                 say(context, "counter_list." + key, {{"count", std::to_string(account.shown)}}))
            .set("ADVICE", say(context, "counter_advice." + key));
        row.show_if("NAME_CHANGED", account.name_changed);
        row.show_if("NUMBER_CHANGED", account.number_changed);
        row.show_if("WITH_OFFICE", account.is_with_office);
        if (account.binding_ended_at) {
            row.add("BINDING_ENDED")
                .set("ENDED_AT", time_words(context, *account.binding_ended_at));
        } else if (account.bound_at) {
            row.add("BOUND").set("BOUND_AT", time_words(context, *account.bound_at));
        }
        set_attempts(row, context, account);
    }
}

std::string message_words(const Context& context, const std::string& name) {
    const std::string key = "message_name." + name;
    return context.site().messages.find(context.language, key) ? say(context, key) : name;
}

void set_messages(View& view, const Context& context, const CounterView& shown) {
    if (shown.messages.empty()) {
        view.show("NO_MESSAGES");
        return;
    }
    View& table = view.add("HAS_MESSAGES");
    for (const storage::MessageStanding& message : shown.messages) {
        View& row = table.add("MESSAGES");
        row.set("MESSAGE", message_words(context, message.name))
            .set("TO", message.masked_recipient)
            .set("WRITTEN_AT", time_words(context, message.created_at))
            .set("STATE_CLASS",
                 message.state == "sent" || message.state == "delivered"
                     ? "valid"
                     : (message.state == "failed" ? "failed" : "generating"))
            .set("STATE_TEXT", say(context, "message_state." + message.state));
    }
}

}  // namespace

Task<Result<Response>> ask_counter(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) co_return show_question(context, errors);
    YX_CO_CHECK(only_fields(context, {"number", "id_type", "id_number", "reason"}));
    const SearchFields typed = read_search_fields(context);
    const auto opened =
        co_await service::open_counter(context.site().services,
                                       actor_of(context),
                                       {typed.number,
                                        typed.id_type,
                                        typed.id_number,
                                        std::string(context.request.form["reason"])});
    if (opened) co_return redirect_see_other("/office/counter/" + opened->str());
    if (!add_search_error(context, errors, opened.error())) co_return Error(opened.error());
    co_return show_question(context, errors);
}

Task<Result<Response>> show_counter(Context& context) {
    YX_CO_TRY(const service::CounterLook look,
              service::parse_counter_look(context.parameter("look")));
    const Result<CounterView> loaded =
        co_await service::load_counter(context.site().services, actor_of(context), look);
    if (!loaded) {
        if (loaded.error().code() != ErrorCode::not_found) co_return Error(loaded.error());
        // Over, or a colleague's: the reason is asked again.
        co_return to_office(context, "/office/counter", "look_over");
    }
    const CounterView& shown = *loaded;
    View view;
    view.set("NAME", shown.name)
        .set("MASKED_ID", shown.masked_number)
        .set("REASON", shown.reason)
        .set("OPENED_AT", time_words(context, shown.opened_at))
        .set("OPEN_UNTIL", time_words(context, shown.opened_at + service::look_lasts));
    if (shown.masked_mobile.empty()) {
        view.show("NO_EXAM_MOBILE");
    } else {
        view.add("HAS_EXAM_MOBILE").set("EXAM_MOBILE", shown.masked_mobile);
    }
    if (!shown.former_names.empty()) {
        View& former = view.add("HAS_FORMER_NAMES");
        for (const std::string& name : shown.former_names) {
            former.add("FORMER_NAMES").set("FORMER_NAME", name);
        }
    }
    set_certificates(view, context, shown);
    set_accounts(view, context, shown);
    set_copies(view, context, shown);
    set_messages(view, context, shown);
    co_return show_office_page(context, "office_counter_view", view, Desk::counter);
}

}  // namespace yinxin::http
