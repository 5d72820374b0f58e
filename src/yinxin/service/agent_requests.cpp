// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/agent_requests.hpp"

#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/personal_columns.hpp"

namespace yinxin::service {
namespace {

using domain::IdentityCaseId;
using storage::Reader;
using storage::Transaction;

constexpr std::chrono::minutes form_stays_open{60};

Result<storage::StatedPerson> read_person(const TypedPerson& typed,
                                          const char* number_field,
                                          const char* name_field) {
    auto document = domain::parse_id_number(typed.id_type, typed.id_number);
    if (!document) return std::move(document).error().with("field", number_field);
    auto name = domain::parse_person_name(typed.name);
    if (!name) return std::move(name).error().with("field", name_field);
    return storage::StatedPerson{*std::move(name), *std::move(document)};
}

Result<CodeTicket> open_request(Transaction& transaction,
                                const Services& services,
                                const domain::Mobile& mobile,
                                const Origin& origin,
                                Instant now) {
    YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
    YX_CHECK(take_mobile_allowance(transaction, services.keys, mobile, now));
    NewCodeRequest request;
    request.purpose = CodePurpose::agent;
    request.subject = storage::personal_columns::mobile_index(services.keys.index, mobile);
    request.mobile = mobile;
    request.is_genuine = true;
    request.shown_mobile = domain::masked_mobile(mobile);
    request.facts = {mobile.e164};
    request.language = origin.language;
    return open_code_request(transaction, services, request, now);
}

struct OpenedForm {
    Secret ticket;
    std::optional<Error> refusal;
};

Result<OpenedForm> enter_agent_code(Transaction& transaction,
                                    const Services& services,
                                    const Secret& ticket,
                                    const std::string& code,
                                    Instant now) {
    YX_TRY(auto row, find_open_request(transaction, ticket, now));
    if (row && row->purpose != CodePurpose::agent) row.reset();
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    OpenedForm opened;
    opened.refusal = std::move(entry.refusal);
    if (opened.refusal) return opened;
    YX_TRY(opened.ticket,
           open_grant(
               transaction, services, CodePurpose::agent_form, entry.facts, form_stays_open, now));
    return opened;
}

Result<domain::Mobile> mobile_of_form(Reader& reader,
                                      const Services& services,
                                      const Secret& ticket,
                                      Instant now) {
    YX_TRY(const auto facts, find_grant(reader, services, CodePurpose::agent_form, ticket, now));
    if (facts.size() != 1) return Error(ErrorCode::malformed, "form facts");
    return domain::Mobile{facts[0]};
}

}  // namespace

Task<Result<CodeTicket>> request_agent_code(Services& services, std::string mobile, Origin origin) {
    const Instant now = services.clock.now();
    const auto parsed = domain::parse_mobile(mobile);
    if (!parsed) co_return parsed.error();
    auto open = [&services, mobile = *parsed, origin, now](Transaction& transaction) {
        return open_request(transaction, services, mobile, origin, now);
    };
    co_return co_await services.store.write(open);
}

Task<Result<Secret>> open_agent_form(Services& services, Secret ticket, std::string code) {
    const Instant now = services.clock.now();
    auto enter = [&services, ticket, code, now](Transaction& transaction) {
        return enter_agent_code(transaction, services, ticket, code, now);
    };
    auto opened = co_await services.store.write(enter);
    if (!opened) co_return std::move(opened).error();
    if (opened->refusal) co_return *std::move(opened->refusal);
    co_return std::move(opened->ticket);
}

Task<Result<std::string>> find_agent_form(Services& services, Secret ticket) {
    const Instant now = services.clock.now();
    auto read = [&services, ticket, now](Reader& reader) -> Result<std::string> {
        YX_TRY(const domain::Mobile mobile, mobile_of_form(reader, services, ticket, now));
        return domain::masked_mobile(mobile);
    };
    co_return co_await services.store.read(read);
}

Task<Result<IdentityCaseId>> send_agent_form(Services& services, Secret ticket, AgentForm form) {
    const Instant now = services.clock.now();
    if (!domain::is_of_agent(form.kind)) co_return Error(ErrorCode::invalid_input, "kind");
    auto person = read_person(form.person, "id_number", "name");
    if (!person) co_return std::move(person).error();
    auto agent = read_person(form.agent, "agent_number", "agent_name");
    if (!agent) co_return std::move(agent).error();
    auto checked = check_identity_form(services, std::move(form.request));
    if (!checked) co_return std::move(checked).error();
    // Without the written authority there is nothing to look at.
    if (checked->files.empty()) {
        co_return Error(ErrorCode::invalid_input, "no evidence").with("field", "files");
    }
    IdentityApplicant applicant{*std::move(person), {}, *std::move(agent)};
    auto send = [&services, ticket, applicant, kind = form.kind, request = *checked, now](
                    Transaction& transaction) -> Result<IdentityCaseId> {
        IdentityApplicant asking = applicant;
        YX_TRY(asking.mobile, mobile_of_form(transaction, services, ticket, now));
        YX_CHECK(take_allowance(transaction,
                                services.keys,
                                "agent/office",
                                asking.mobile.e164,
                                {agent_requests_per_mobile, std::chrono::hours(24)},
                                now));
        YX_CHECK(use_grant(transaction, ticket, now));
        return request_of_nobody(
            transaction, services, kind, {asking, identity_owner(ticket)}, request, now);
    };
    co_return co_await services.store.write(send);
}

}  // namespace yinxin::service
