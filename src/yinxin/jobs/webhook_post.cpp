// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/webhook_post.hpp"

#include "yinxin/jobs/outbound_call.hpp"
#include "yinxin/observe/external.hpp"

namespace yinxin::jobs {
namespace {

constexpr long most_connections = 64;

OutboundCall call_of(const WebhookPost& post,
                     domain::WebhookReach reach,
                     std::chrono::milliseconds deadline) {
    const bool is_demo = reach == domain::WebhookReach::demonstration;
    OutboundCall call{.url = post.url,
                      .headers = {},
                      .body = post.body,
                      .deadline = deadline,
                      // What a receiver says besides its status is nobody's business.
                      .largest_answer = 0,
                      .overlong = Overlong::is_cut_off,
                      .protocols = is_demo ? Protocols::http_and_https : Protocols::https,
                      .reach = is_demo ? Reach::internet_and_this_machine : Reach::internet};
    for (const auto& [name, value] : post.headers)
        call.headers.push_back(name + ": " + value);
    return call;
}

}  // namespace

std::vector<WebhookOutcome> post_webhooks(const std::vector<WebhookPost>& posts,
                                          domain::WebhookReach reach,
                                          std::chrono::milliseconds deadline) {
    std::vector<OutboundCall> calls;
    for (const WebhookPost& post : posts)
        calls.push_back(call_of(post, reach, deadline));
    std::vector<WebhookOutcome> outcomes;
    for (const OutboundAnswer& answer : make_calls(calls, most_connections)) {
        outcomes.push_back({answer.status,
                            std::string(word_of(answer.failure)),
                            std::chrono::floor<std::chrono::milliseconds>(answer.took)});
        // Many at once, so each is measured by itself and not by this thread.
        const auto& series = observe::external(observe::External::webhook);
        series.seconds.note(outcomes.back().took);
        if (!answer.is_answered()) series.errors.add();
    }
    return outcomes;
}

}  // namespace yinxin::jobs
