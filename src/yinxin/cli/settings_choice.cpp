// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/settings_choice.hpp"

#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo.hpp"
#include "yinxin/cli/public_host.hpp"

namespace yinxin::cli {
namespace {

constexpr std::uint16_t lowest_plain_port = 1024;

/// "127.0.0.1:8080", "[::1]:8080"
Result<config::Listen> parse_listen(std::string_view text) {
    const std::string url = "http://" + std::string(text);
    const std::string host = host_of(url);
    const bool has_port = text.rfind(':') != std::string_view::npos && !text.ends_with(']');
    const std::uint16_t port = has_port ? port_of(url) : 0;
    if (host.empty() || port == 0) {
        return Error(ErrorCode::invalid_input, "not ADDRESS:PORT: " + std::string(text));
    }
    return config::Listen{host, port};
}

/// TLS under the demonstration's own CA, open to the network the URL is for.
Result<void> serve_demo_securely(const ServeRequest& request,
                                 config::Settings& settings,
                                 Instant now) {
    YX_CHECK(certify_demo_host(request.data, settings.public_url, now));
    settings.tls.certificate = settings.data_dir / keys_folder / "tls.crt";
    settings.tls.private_key = settings.data_dir / keys_folder / "tls.key";
    settings.listen.address = every_address_for(settings.public_url);
    const std::uint16_t port = port_of(settings.public_url);
    if (port >= lowest_plain_port) settings.listen.port = port;
    return ok();
}

Result<void> refuse_demonstration(const config::Settings& settings) {
    std::string list;
    for (const config::Finding& finding :
         config::production_findings(settings, config::Kind::production)) {
        if (finding.weight != config::Weight::refuses) continue;
        list += "\n  " + finding.key + " " + finding.text;
    }
    if (list.empty()) return ok();
    return Error(ErrorCode::config_invalid, "not fit for production:" + list);
}

}  // namespace

Result<ServeOptions> choose_settings(const ServeRequest& request, Instant now) {
    ServeOptions options;
    YX_TRY(options.settings, load_directory_settings(request.data));
    const bool is_demo = config::is_demonstration(options.settings.data_dir);
    options.kind = is_demo ? config::Kind::demonstration : config::Kind::production;
    if (!request.public_url.empty()) {
        YX_TRY(options.settings.public_url, parse_public_url(request.public_url));
        if (is_demo && options.settings.is_public_url_secure()) {
            YX_CHECK(serve_demo_securely(request, options.settings, now));
        } else if (is_demo) {
            options.settings.tls = {};
        }
    }
    if (!request.listen.empty()) {
        YX_TRY(options.settings.listen, parse_listen(request.listen));
    }
    if (!request.metrics.empty()) {
        YX_TRY(options.settings.metrics, parse_listen(request.metrics));
    }
    if (!request.duty.empty()) {
        options.settings.duty = request.duty;
        // The rules of the settings hold for it as well.
        YX_CHECK(config::parse_settings(config::describe(options.settings)));
    }
    options.witness = request.witness;
    if (!is_demo) YX_CHECK(refuse_demonstration(options.settings));
    YX_TRY(options.accounts, load_demo_accounts(options.settings.data_dir));
    YX_TRY(options.staff, load_demo_staff(options.settings.data_dir));
    return options;
}

}  // namespace yinxin::cli
