// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/persons.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/certificate_words.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/person_changes.hpp"

namespace yinxin::http {
namespace {

using service::IdentityCandidate;

std::string fact_state(const Context& context, storage::FactState state) {
    return say(context, "identity_fact." + std::string(domain::key(state)));
}

void set_accounts(View& view, const Context& context, const IdentityCandidate& person) {
    const auto& form = context.request.form;
    view.show_if("NO_ACCOUNTS", person.accounts.empty());
    for (const service::CandidateAccount& account : person.accounts) {
        View& row = view.add("ACCOUNTS");
        row.set("VALUE", account.account.value)
            .set("MASKED_LOGIN", account.masked_login)
            .set("ACCOUNT_MOBILE", account.masked_mobile)
            .set("LAST_LOGIN",
                 account.last_login_at ? time_words(context, *account.last_login_at)
                                       : say(context, "handler.never"));
        row.show_if("KEPT_CHOSEN", form["kept"] == account.account.str());
        row.show_if("GIVEN_UP_CHOSEN", form["given_up"] == account.account.str());
    }
}

Response show_person(Context& context,
                     storage::LineKey key,
                     const IdentityCandidate& person,
                     const FormErrors& errors) {
    const auto& form = context.request.form;
    const std::string page = certificate_page(key);
    View view;
    view.set("CERTIFICATE_URL", page).set("PERSON_URL", page + "/person");
    view.set(
        "MASKED_MOBILE",
        person.masked_mobile.empty() ? say(context, "handler.no_mobile") : person.masked_mobile);
    for (const storage::PersonNameFact& fact : person.names) {
        view.add("NAMES")
            .set("VALUE", fact.name.value)
            .set("STATE", fact_state(context, fact.state));
    }
    for (const storage::PersonDocumentFact& fact : person.documents) {
        view.add("DOCUMENTS")
            .set("ID_TYPE", id_type_words(context, fact.document.type))
            .set("VALUE", fact.document.number)
            .set("STATE", fact_state(context, fact.state));
    }
    set_accounts(view, context, person);
    if (actor_of(context).may(domain::OfficeAct::prepare_change)) {
        View& add = view.add("MAY_ADD");
        for (const auto& row : domain::all_keyed<domain::IdDocumentType>()) {
            View& option = add.add("ID_TYPES");
            option.set("VALUE", row.key).set("LABEL", id_type_words(context, row.value));
            option.show_if("SELECTED", form["id_type"] == row.key);
        }
        add.set("V_ID_NUMBER", form["id_number"]).set("V_REASON", form["reason"]);
        if (person.accounts.size() > 1) {
            View& merge = view.add("MAY_MERGE");
            set_accounts(merge, context, person);
            merge.set("V_MERGE_REASON", form["merge_reason"]);
        }
    }
    errors.show(view);
    return show_office_page(
        context, "office_person", view, Desk::certificates, office_frame(errors));
}

/// The page again, with what was refused beside its field.
Task<Result<Response>> answer_refusal(Context& context,
                                      storage::LineKey key,
                                      const Error& error,
                                      std::string_view reason_field) {
    FormErrors errors;
    const auto found = error.params().find("field");
    const std::string field = found == error.params().end() ? std::string() : found->second;
    if (field == "reason") {
        errors.add(context, std::string(reason_field), error);
    } else if (error.code() == ErrorCode::conflict) {
        errors.add(field.empty() ? "form" : field,
                   say(context, "handler.person_" + (field.empty() ? "waits" : field)));
    } else if (error.code() == ErrorCode::invalid_input && !field.empty()) {
        errors.add(field, say(context, "handler.person_accounts"));
    } else if (!field.empty()) {
        errors.add(context, field, error);
    } else {
        co_return Error(error);
    }
    YX_CO_TRY(const IdentityCandidate person,
              co_await service::find_person_sheet(context.site().services, actor_of(context), key));
    co_return show_person(context, key, person, errors);
}

AccountId account_in(const Context& context, std::string_view field) {
    return AccountId{parse_integer(context.request.form[field]).value_or(0)};
}

}  // namespace

Task<Result<Response>> show_office_person(Context& context) {
    YX_CO_TRY(const storage::LineKey key, certificate_in_address(context));
    YX_CO_TRY(const IdentityCandidate person,
              co_await service::find_person_sheet(context.site().services, actor_of(context), key));
    co_return show_person(context, key, person, {});
}

Task<Result<Response>> wish_document(Context& context) {
    YX_CO_CHECK(only_fields(context, {"id_type", "id_number", "reason"}));
    YX_CO_TRY(const storage::LineKey key, certificate_in_address(context));
    const auto& form = context.request.form;
    service::DocumentWish wish;
    if (const auto type = domain::parse_key<domain::IdDocumentType>(form["id_type"])) {
        wish.type = *type;
    }
    wish.number = form["id_number"];
    wish.reason = form["reason"];
    const auto proposed = co_await service::propose_document(
        context.site().services, actor_of(context), key, std::move(wish));
    if (proposed)
        co_return to_office(context, "/office/proposals/" + proposed->str(), "change_prepared");
    co_return co_await answer_refusal(context, key, proposed.error(), "reason");
}

Task<Result<Response>> wish_merge(Context& context) {
    YX_CO_CHECK(only_fields(context, {"kept", "given_up", "merge_reason"}));
    YX_CO_TRY(const storage::LineKey key, certificate_in_address(context));
    service::MergeWish wish;
    wish.kept = account_in(context, "kept");
    wish.given_up = account_in(context, "given_up");
    wish.reason = context.request.form["merge_reason"];
    const auto proposed = co_await service::propose_merge(
        context.site().services, actor_of(context), key, std::move(wish));
    if (proposed)
        co_return to_office(context, "/office/proposals/" + proposed->str(), "change_prepared");
    co_return co_await answer_refusal(context, key, proposed.error(), "merge_reason");
}

}  // namespace yinxin::http
