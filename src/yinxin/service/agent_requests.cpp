// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/agent_requests.hpp"

#include "yinxin/service/proved_mobiles.hpp"
#include "yinxin/service/throttle.hpp"

namespace yinxin::service {
namespace {

using domain::IdentityCaseId;
using storage::Transaction;

constexpr CodeExchange exchange{CodePurpose::agent, CodePurpose::agent_form};

Result<CodeTicket> open_request(Transaction& transaction,
                                const Services& services,
                                const domain::Mobile& mobile,
                                const Origin& origin,
                                Instant now) {
    return open_mobile_form(transaction, services, exchange.asked, mobile, origin, now);
}

}  // namespace

Task<Result<CodeTicket>> request_agent_code(Services& services, std::string mobile, Origin origin) {
    return request_by_mobile(services, std::move(mobile), std::move(origin), open_request);
}

Task<Result<Secret>> open_agent_form(Services& services, Secret ticket, std::string code) {
    return exchange_code(services, exchange, std::move(ticket), std::move(code));
}

Task<Result<std::string>> find_agent_form(Services& services, Secret ticket) {
    return find_masked_mobile(services, exchange.granted, std::move(ticket));
}

Task<Result<IdentityCaseId>> send_agent_form(Services& services, Secret ticket, AgentForm form) {
    const Instant now = services.clock.now();
    if (!domain::is_of_agent(form.kind)) co_return Error(ErrorCode::invalid_input, "kind");
    auto person = read_person(form.person);
    if (!person) co_return std::move(person).error();
    auto agent = read_person(form.agent, agent_fields);
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
        YX_TRY(asking.mobile,
               find_proved_mobile(transaction, services, exchange.granted, ticket, now));
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
