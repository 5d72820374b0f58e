// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/login_providers.hpp"

#include "yinxin/crypto/private_file.hpp"
#include "yinxin/jobs/provider_fetch.hpp"

namespace yinxin::app {
namespace {

Result<service::ProviderAnswer> call(const service::ProviderRequest& request) {
    YX_TRY(jobs::ProviderReply reply,
           jobs::call_provider({request.url,
                                request.authorization,
                                request.form,
                                request.ca,
                                request.is_loopback_allowed,
                                request.deadline}));
    return service::ProviderAnswer{reply.status, std::move(reply.body)};
}

}  // namespace

Result<std::unique_ptr<service::LoginProviders>> open_login_providers(const config::Login& settings,
                                                                      flow::Pool& pool) {
    std::map<std::string, Secret> secrets;
    for (const config::LoginProvider& provider : settings.providers) {
        YX_TRY(Secret secret, crypto::read_shared_key(provider.secret_file));
        secrets.emplace(provider.id, std::move(secret));
    }
    return std::make_unique<service::LoginProviders>(settings, std::move(secrets), pool, call);
}

}  // namespace yinxin::app
