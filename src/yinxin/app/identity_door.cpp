// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/identity_door.hpp"

#include "yinxin/crypto/private_file.hpp"
#include "yinxin/jobs/identity_post.hpp"

namespace yinxin::app {
namespace {

Result<service::IdentityAnswer> post(const service::IdentityQuestion& question) {
    YX_TRY(jobs::IdentityReply reply,
           jobs::post_identity({question.url,
                                question.body,
                                question.time,
                                question.nonce,
                                question.signature,
                                question.deadline}));
    return service::IdentityAnswer{reply.status, std::move(reply.signature), std::move(reply.body)};
}

}  // namespace

Result<std::unique_ptr<service::IdentityService>> open_identity_service(
    const config::IdentityService& settings, const Clock& clock, flow::Pool& pool) {
    if (!settings.is_on()) return std::unique_ptr<service::IdentityService>();
    YX_TRY(Secret key, crypto::read_shared_key(settings.key_file));
    if (key.expose().size() < crypto::shortest_shared_key) {
        return Error(ErrorCode::config_invalid,
                     "identity_proof.key_file: its first line has less than 32 characters")
            .with("key", "identity_proof.key_file");
    }
    return std::make_unique<service::IdentityService>(settings, std::move(key), clock, pool, post);
}

}  // namespace yinxin::app
