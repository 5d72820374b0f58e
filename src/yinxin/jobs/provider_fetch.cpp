// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/provider_fetch.hpp"

#include "yinxin/jobs/outbound_call.hpp"
#include "yinxin/observe/external.hpp"

namespace yinxin::jobs {
namespace {

constexpr std::size_t largest_answer = std::size_t{256} * 1024;
constexpr int first_fault = 500;

OutboundCall outbound(const ProviderCall& call) {
    // "localhost" may lead anywhere; what travels unprotected stays on this machine.
    const bool is_plain = call.is_loopback_allowed && call.url.starts_with("http://");
    OutboundCall made{.url = call.url,
                      .headers = {"Accept: application/json"},
                      .deadline = call.deadline,
                      .largest_answer = largest_answer,
                      .protocols = is_plain ? Protocols::http : Protocols::https,
                      .reach = is_plain ? Reach::this_machine : Reach::anybody,
                      .ca = call.ca};
    if (!call.authorization.empty()) {
        made.headers.push_back("Authorization: " + call.authorization);
    }
    if (!call.form.empty()) made.body = call.form;
    return made;
}

}  // namespace

Result<ProviderReply> call_provider(const ProviderCall& call) {
    observe::ExternalCall measured(observe::External::provider);
    OutboundAnswer answer = make_call(outbound(call));
    measured.end(answer.is_answered() && answer.status < first_fault);
    if (!answer.is_answered()) return answer.error();
    return ProviderReply{answer.status, std::move(answer.body)};
}

}  // namespace yinxin::jobs
