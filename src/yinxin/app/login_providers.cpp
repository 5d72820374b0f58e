// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/login_providers.hpp"

#include "yinxin/base/text.hpp"
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

Result<Secret> first_line(const std::filesystem::path& file) {
    YX_TRY(const Secret content, crypto::read_private_file(file));
    const std::string_view text = content.expose();
    Secret line{std::string(trim(text.substr(0, text.find('\n'))))};
    if (line.empty()) return Error(ErrorCode::key_unavailable, file.string() + " is empty");
    return line;
}

}  // namespace

Result<std::unique_ptr<service::LoginProviders>> open_login_providers(const config::Login& settings,
                                                                      flow::Pool& pool) {
    std::map<std::string, Secret> secrets;
    for (const config::LoginProvider& provider : settings.providers) {
        YX_TRY(Secret secret, first_line(provider.secret_file));
        secrets.emplace(provider.id, std::move(secret));
    }
    return std::make_unique<service::LoginProviders>(settings, std::move(secrets), pool, call);
}

}  // namespace yinxin::app
