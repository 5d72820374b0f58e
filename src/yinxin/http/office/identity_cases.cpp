// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/identity_cases.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/list_address.hpp"
#include "yinxin/http/office/proposal_words.hpp"
#include "yinxin/http/pages/account_data_letter.hpp"
#include "yinxin/http/pages/identity_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/agent_data.hpp"
#include "yinxin/service/identity_decisions.hpp"

#include <algorithm>
#include <array>

namespace yinxin::http {
namespace {

using domain::IdentityCaseId;
using domain::IdentityCaseKind;
using service::IdentityCandidate;
using service::IdentitySheet;

constexpr std::string_view queue_path = "/office/identity";
constexpr std::array shows{"waiting", "open", "asked", "proposed", "settled"};

std::string url_of(IdentityCaseId id) {
    return std::string(queue_path) + "/" + id.str();
}

/// "3 days", "5 hours": how long the office has owed the next step.
std::string age_words(const Context& context, Instant since) {
    constexpr std::int64_t hour = 3600;
    constexpr std::int64_t day = 24 * hour;
    const std::int64_t age = (context.site().services.clock.now() - since).count();
    if (age >= day) return say(context, "identity_age.days", {{"n", std::to_string(age / day)}});
    return say(context, "identity_age.hours", {{"n", std::to_string(age / hour)}});
}

std::string kind_text(const Context& context, IdentityCaseKind kind) {
    return say(context, "identity_kind." + std::string(domain::key(kind)));
}

void set_filters(View& view, const Context& context, const ListAddress& address) {
    const std::string chosen =
        address.one_of("show", {"waiting", "open", "asked", "proposed", "settled"});
    for (const char* show : shows) {
        View& tab = view.add("SHOWS");
        tab.set("URL", address.with("show", show))
            .set("LABEL", say(context, std::string("identity_show.") + show));
        tab.show_if("CHOSEN", chosen == show);
    }
    view.set("SHOW", chosen);
    for (const auto& row : domain::all_keyed<IdentityCaseKind>()) {
        add_choice(view, "KINDS", row.key, kind_text(context, row.value), address["kind"]);
    }
}

/// Present and former ones, each with which it is.
void set_facts(View& view, const Context& context, const IdentityCandidate& candidate) {
    const auto state = [&context](storage::FactState of) {
        return say(context, "identity_fact." + std::string(domain::key(of)));
    };
    for (const storage::PersonNameFact& fact : candidate.names) {
        view.add("NAMES").set("VALUE", fact.name.value).set("STATE", state(fact.state));
    }
    for (const storage::PersonDocumentFact& fact : candidate.documents) {
        view.add("DOCUMENTS")
            .set("ID_TYPE", id_type_words(context, fact.document.type))
            .set("VALUE", fact.document.number)
            .set("STATE", state(fact.state));
    }
}

/// The account given back asks for no second factor any more; whoever decides has to know.
bool takes_second_factor(IdentityCaseKind kind, const service::CandidateAccount& account) {
    return kind == IdentityCaseKind::recovery && account.has_second_factor;
}

void set_candidate(View& row,
                   const Context& context,
                   const IdentityCandidate& candidate,
                   IdentityCaseKind kind) {
    row.set("HOLDER", candidate.holder.value)
        .set("MASKED_MOBILE",
             candidate.masked_mobile.empty() ? say(context, "handler.no_mobile")
                                             : candidate.masked_mobile);
    row.show_either(candidate.name_fits, "NAME_FITS", "NAME_DIFFERS");
    row.show_either(candidate.document_fits, "NUMBER_FITS", "NUMBER_DIFFERS");
    set_facts(row, context, candidate);
    for (const storage::CertificateRecord& record : candidate.certificates) {
        row.add("CERTIFICATES")
            .set("CERTIFICATE_URL",
                 "/office/certificates/" + record.holder.str() + "-" + record.line.str())
            .set("QUALIFICATION", pick(context, record.face.qualification))
            .set("MANAGEMENT_NUMBER", record.face.management_no)
            .set("APPROVED_DAY", day_words(context, record.face.approved_on));
    }
    if (!domain::is_about_account(kind)) return;
    row.show_if("NO_ACCOUNTS", candidate.accounts.empty());
    for (const service::CandidateAccount& account : candidate.accounts) {
        View& line = row.add("ACCOUNTS");
        line.set("MASKED_LOGIN", account.masked_login)
            .set("ACCOUNT_MOBILE", account.masked_mobile)
            .set("LAST_LOGIN",
                 account.last_login_at ? time_words(context, *account.last_login_at)
                                       : say(context, "handler.never"));
        line.show_if("SECOND_FACTOR", takes_second_factor(kind, account));
    }
}

/// What can be confirmed: a person, or for a recovery one of the person's accounts.
void set_choices(View& view, const Context& context, const IdentitySheet& sheet) {
    const std::string_view chosen = context.request.form["choice"];
    const IdentityCaseKind kind = sheet.story.request.kind;
    const auto add = [&](const std::string& value, std::string label) {
        View& row = view.add("CHOICES");
        row.set("VALUE", value).set("LABEL", std::move(label));
        row.show_if("CHOSEN", chosen == value);
    };
    for (const IdentityCandidate& candidate : sheet.candidates) {
        const std::string name =
            candidate.names.empty() ? std::string() : candidate.names.front().name.value;
        const std::string number = candidate.documents.empty()
                                       ? std::string()
                                       : domain::masked(candidate.documents.front().document);
        if (!domain::is_about_account(kind)) {
            add(candidate.holder.str(), name + " " + number);
            continue;
        }
        for (const service::CandidateAccount& account : candidate.accounts) {
            std::string label = name + " " + number + " · " + account.masked_login;
            if (takes_second_factor(kind, account)) {
                label += " · " + say(context, "handler.identity_has_second_factor");
            }
            add(candidate.holder.str() + "-" + account.account.str(), std::move(label));
        }
    }
}

bool takes_some_second_factor(const IdentitySheet& sheet) {
    return std::ranges::any_of(sheet.candidates, [&](const IdentityCandidate& candidate) {
        return std::ranges::any_of(
            candidate.accounts, [&](const service::CandidateAccount& account) {
                return takes_second_factor(sheet.story.request.kind, account);
            });
    });
}

/// Whether an agent asks for the data of people who have no account: there is none to show.
bool lacks_data_to_show(const IdentitySheet& sheet) {
    return sheet.story.request.kind == IdentityCaseKind::agent_view && !sheet.candidates.empty() &&
           std::ranges::all_of(sheet.candidates, [](const IdentityCandidate& candidate) {
               return candidate.accounts.empty();
           });
}

void set_steps(View& view, const Context& context, const IdentitySheet& sheet) {
    const auto& form = context.request.form;
    const std::string url = url_of(sheet.story.request.id);
    if (sheet.may_ask) {
        view.add("MAY_ASK").set("ASK_URL", url + "/ask").set("V_QUESTION", form["question"]);
    }
    if (sheet.may_propose) {
        View& propose = view.add("MAY_PROPOSE");
        propose.set("PROPOSE_URL", url + "/propose").set("V_REASON", form["reason"]);
        set_choices(propose, context, sheet);
        propose.show_if("REMOVES_SECOND_FACTOR", takes_some_second_factor(sheet));
        propose.show_if("NO_DATA", lacks_data_to_show(sheet));
    }
    set_proposals(view, context, "PROPOSALS", sheet.proposals);
}

/// Who asks for somebody else, and what is handed to him once two people have confirmed it.
void set_agent(View& view, const Context& context, const IdentitySheet& sheet) {
    const service::IdentityApplicant& applicant = sheet.story.applicant;
    if (!applicant.agent) return;
    view.add("AGENT")
        .set("AGENT_NAME", applicant.agent->name.value)
        .set("AGENT_TYPE", id_type_words(context, applicant.agent->document.type))
        .set("AGENT_NUMBER", applicant.agent->document.number);
    std::vector<service::ProposalFacts> applied;
    for (const service::ProposalView& one : sheet.proposals) {
        if (one.proposal.state == domain::ProposalState::applied) applied.push_back(one.facts);
    }
    const auto& services = context.site().services;
    const auto account =
        service::account_for_agent(sheet.story.request, applied, services.clock.now());
    if (!account || services.letters == nullptr) return;
    view.add("HANDS_OVER").set("DATA_URL", url_of(sheet.story.request.id) + "/data.pdf");
}

Response show_sheet(Context& context, const IdentitySheet& sheet, const FormErrors& errors) {
    const storage::IdentityCase& request = sheet.story.request;
    const service::IdentityApplicant& applicant = sheet.story.applicant;
    View view;
    set_sign(view, "STATE", identity_sign(context, request.state));
    view.set("REFERENCE", request.id.value)
        .set("SHEET_URL", url_of(request.id))
        .set("KIND_TEXT", kind_text(context, request.kind))
        .set("REQUESTED_AT", time_words(context, request.requested_at))
        .set("AGE", age_words(context, request.waits_since))
        .set("NAME", applicant.person.name.value)
        .set("ID_TYPE", id_type_words(context, applicant.person.document.type))
        .set("ID_NUMBER", applicant.person.document.number)
        .set("MASKED_MOBILE", domain::masked_mobile(applicant.mobile))
        .set("LOGIN",
             sheet.masked_login.empty() ? say(context, "handler.no_account") : sheet.masked_login)
        .set("V_NUMBER", context.request.form["number"])
        .set("MOST", static_cast<std::int64_t>(domain::longest_doubt_text));
    set_identity_parts(
        view, context, sheet.story, IdentityReader::office, url_of(request.id) + "/files");
    view.show_if("NO_CANDIDATES", sheet.candidates.empty());
    for (const IdentityCandidate& candidate : sheet.candidates) {
        set_candidate(view.add("CANDIDATES"), context, candidate, request.kind);
    }
    view.show_if("UNSETTLED", !request.settled_at);
    set_agent(view, context, sheet);
    set_steps(view, context, sheet);
    errors.show(view);
    return show_office_page(context, "office_identity", view, Desk::bindings, office_frame(errors));
}

Task<Result<IdentitySheet>> load(Context& context, std::string number) {
    YX_CO_TRY(const std::int64_t id, context.number("request"));
    co_return co_await service::find_identity_sheet(
        context.site().services, actor_of(context), IdentityCaseId{id}, std::move(number));
}

/// The page again, with what was refused beside its field.
Task<Result<Response>> answer_refusal(Context& context, const Error& error) {
    FormErrors errors;
    const auto field = error.params().find("field");
    if (error.code() == ErrorCode::invalid_input && field != error.params().end()) {
        errors.add(field->second, say(context, "handler.identity_choice"));
    } else if (field != error.params().end()) {
        errors.add(context, field->second, error);
    } else if (error.code() == ErrorCode::conflict || error.code() == ErrorCode::doubt_closed) {
        errors.add("form", say(context, "handler.identity_colleague"));
    } else {
        co_return Error(error);
    }
    YX_CO_TRY(const IdentitySheet sheet,
              co_await load(context, std::string(context.request.form["number"])));
    co_return show_sheet(context, sheet, errors);
}

}  // namespace

Task<Result<Response>> show_identity_queue(Context& context) {
    const ListAddress address(context, std::string(queue_path), {"show", "kind"});
    storage::IdentityFilter filter;
    filter.show = address.one_of("show", {"waiting", "open", "asked", "proposed", "settled"});
    if (filter.show == "waiting") filter.show.clear();
    filter.kind = address["kind"];
    YX_CO_TRY(const service::IdentityQueue queue,
              co_await service::list_identity_queue(
                  context.site().services, actor_of(context), filter, address.page()));
    View view;
    set_filters(view, context, address);
    view.show_either(queue.lines.empty(), "NO_LINES", "HAS_LINES");
    for (const service::IdentityLine& line : queue.lines) {
        const storage::IdentityCase& request = line.request;
        View& row = view.add("LINES");
        set_sign(row, "STATE", identity_sign(context, request.state));
        row.set("SHEET_URL", url_of(request.id))
            .set("NAME", line.name)
            .set("MASKED_ID", line.masked_number)
            .set("KIND_TEXT", kind_text(context, request.kind))
            .set("REQUESTED_AT", time_words(context, request.requested_at))
            .set("AGE", request.settled_at ? "—" : age_words(context, request.waits_since))
            .set("REFERENCE", request.id.value);
    }
    set_pager(view, address, queue.has_more);
    co_return show_office_page(context, "office_identities", view, Desk::bindings);
}

Task<Result<Response>> show_identity_sheet(Context& context) {
    std::string number;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"number"}));
        number = context.request.form["number"];
    }
    const Result<IdentitySheet> sheet = co_await load(context, std::move(number));
    if (sheet) co_return show_sheet(context, *sheet, {});
    const auto field = sheet.error().params().find("field");
    if (field == sheet.error().params().end()) co_return Error(sheet.error());
    FormErrors errors;
    errors.add(context, field->second, sheet.error());
    YX_CO_TRY(const IdentitySheet plain, co_await load(context, ""));
    co_return show_sheet(context, plain, errors);
}

Task<Result<Response>> download_evidence(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("request"));
    YX_CO_TRY(const std::int64_t file_id, context.number("file"));
    YX_CO_TRY(const service::IdentityEvidence evidence,
              co_await service::load_applicants_evidence(context.site().services,
                                                         actor_of(context),
                                                         IdentityCaseId{id},
                                                         domain::IdentityFileId{file_id}));
    co_return file(std::make_shared<const std::string>(as_text(evidence.content)),
                   evidence.file.media,
                   evidence.file.name)
        .forbid_storing();
}

Task<Result<Response>> download_agents_data(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("request"));
    YX_CO_TRY(const Bytes letter,
              co_await service::seal_agents_data(context.site().services,
                                                 actor_of(context),
                                                 IdentityCaseId{id},
                                                 [&context](const service::AccountData& data) {
                                                     return account_data_letter(context, data);
                                                 }));
    co_return file(std::make_shared<const std::string>(as_text(letter)),
                   "application/pdf",
                   "yinxin-data-" + IdentityCaseId{id}.str() + ".pdf")
        .forbid_storing();
}

Task<Result<Response>> ask_for_evidence(Context& context) {
    YX_CO_CHECK(only_fields(context, {"question"}));
    YX_CO_TRY(const std::int64_t id, context.number("request"));
    const Result<void> asked =
        co_await service::ask_applicant(context.site().services,
                                        actor_of(context),
                                        IdentityCaseId{id},
                                        std::string(context.request.form["question"]));
    if (asked) co_return to_office(context, url_of(IdentityCaseId{id}), "identity_asked");
    co_return co_await answer_refusal(context, asked.error());
}

Task<Result<Response>> propose_identity(Context& context) {
    YX_CO_CHECK(only_fields(context, {"choice", "decision", "reason", "number"}));
    YX_CO_TRY(const std::int64_t id, context.number("request"));
    const auto& form = context.request.form;
    service::IdentityWish wish;
    wish.outcome = form["decision"] == "confirm" ? service::IdentityOutcome::confirm
                                                 : service::IdentityOutcome::refuse;
    wish.reason = form["reason"];
    const auto parts = split(form["choice"], '-');
    if (!parts.empty()) wish.holder = HolderId{parse_integer(parts[0]).value_or(0)};
    if (parts.size() > 1) wish.account = AccountId{parse_integer(parts[1]).value_or(0)};
    const auto proposed = co_await service::propose_identity(
        context.site().services, actor_of(context), IdentityCaseId{id}, std::move(wish));
    if (proposed) co_return to_office(context, url_of(IdentityCaseId{id}), "identity_proposed");
    co_return co_await answer_refusal(context, proposed.error());
}

}  // namespace yinxin::http
