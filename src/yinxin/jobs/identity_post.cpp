// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/identity_post.hpp"

#include "yinxin/jobs/outbound_call.hpp"
#include "yinxin/observe/external.hpp"

namespace yinxin::jobs {
namespace {

constexpr std::size_t largest_answer = std::size_t{16} * 1024;
constexpr int good_status = 200;

}  // namespace

Result<IdentityReply> post_identity(const IdentityPost& post) {
    const OutboundCall call{.url = post.url,
                            .headers = {"Content-Type: application/json; charset=utf-8",
                                        "User-Agent: Yinxin-Identity/1",
                                        "Yinxin-Timestamp: " + post.time,
                                        "Yinxin-Nonce: " + post.nonce,
                                        "Yinxin-Signature: " + post.signature},
                            .body = post.body,
                            .deadline = post.deadline,
                            .largest_answer = largest_answer,
                            .protocols = Protocols::http_and_https,
                            .reach = Reach::anybody,
                            .kept_header = "yinxin-signature"};
    observe::ExternalCall measured(observe::External::identity);
    OutboundAnswer answer = make_call(call);
    measured.end(answer.is_answered() && answer.status == good_status);
    if (!answer.is_answered()) return answer.error();
    return IdentityReply{answer.status, std::move(answer.header), std::move(answer.body)};
}

}  // namespace yinxin::jobs
