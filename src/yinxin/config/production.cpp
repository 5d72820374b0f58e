// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/settings.hpp"

#include <algorithm>
#include <string_view>

namespace yinxin::config {
namespace {

std::string_view host_of(std::string_view url) {
    url.remove_prefix(std::min(url.find("://") + 3, url.size()));
    if (url.starts_with('[')) return url.substr(1, url.find(']') - 1);
    return url.substr(0, url.find(':'));
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.") ||
           host.ends_with(".localhost");
}

void check_reach(const Settings& settings, std::vector<Finding>& findings) {
    if (!settings.is_public_url_secure()) {
        findings.push_back({Weight::refuses,
                            "public_url",
                            "is plain http: people's data would travel unprotected"});
    }
    if (is_loopback(host_of(settings.public_url))) {
        findings.push_back(
            {Weight::refuses, "public_url", "is a loopback address: no QR code could be followed"});
    }
    if (!settings.tls.is_on() && settings.trusted_proxies.empty()) {
        findings.push_back(
            {Weight::refuses,
             "tls",
             "no certificate here and no trusted proxy that ends TLS in front of us"});
    }
    if (!settings.tls.is_on() && !is_loopback(settings.listen.address) &&
        settings.trusted_proxies.empty()) {
        findings.push_back(
            {Weight::refuses, "listen.address", "plain http is reachable from other machines"});
    }
    const std::string_view metrics = settings.metrics.address;
    if (metrics == "0.0.0.0" || metrics == "::") {
        findings.push_back(
            {Weight::refuses, "metrics.address", "operations pages would be public"});
    }
}

}  // namespace

std::vector<Finding> production_findings(const Settings& settings, Kind kind) {
    std::vector<Finding> findings;
    if (kind == Kind::demonstration) {
        findings.push_back({Weight::refuses,
                            "data_dir",
                            "was made by `yinxin demo`: invented people, invented authority; "
                            "make a new one with `yinxin init`"});
    }
    check_reach(settings, findings);
    if (settings.timestamp.url == "demo") {
        findings.push_back(
            {Weight::refuses, "timestamp.url", "the demonstration's authority proves no time"});
    }
    for (const LoginProvider& provider : settings.login.providers) {
        if (!provider.is_loopback_allowed) continue;
        findings.push_back({Weight::refuses,
                            "login.provider",
                            provider.id + ": plain http to this machine is for tests and "
                                          "demonstrations only"});
    }
    const std::string& store = settings.blobs.endpoint;
    if (settings.blobs.is_s3() && store.starts_with("http://") && !is_loopback(host_of(store))) {
        findings.push_back({Weight::advises,
                            "blobs.endpoint",
                            "is plain http: files travel encrypted, but whoever is in between "
                            "can drop and repeat requests"});
    }
    if (!settings.messages.has(domain::MessageChannel::sms)) {
        findings.push_back({Weight::advises,
                            "message.gateway",
                            "nothing sends one-time codes, so no holder can register, bind "
                            "certificates or log in by mobile; see docs/messages.md"});
    }
    if (!settings.messages.has(domain::MessageChannel::mail)) {
        findings.push_back({Weight::advises,
                            "message.gateway",
                            "nothing sends mail, so holders are offered notices by text message "
                            "alone; see docs/messages.md"});
    }
    for (const MessageGateway& gateway : settings.messages.gateways) {
        if (!gateway.url.starts_with("http://") || is_loopback(host_of(gateway.url))) continue;
        findings.push_back({Weight::refuses,
                            "message.gateway",
                            "\"" + gateway.name + "\" is plain http: codes would travel readable"});
    }
    if (settings.password.memory < 46ULL * 1024 * 1024) {
        findings.push_back(
            {Weight::advises, "password.memory", "below 46 MiB passwords are too cheap to guess"});
    }
    return findings;
}

}  // namespace yinxin::config
