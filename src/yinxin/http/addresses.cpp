// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/addresses.hpp"

#include "yinxin/base/text.hpp"

namespace yinxin::http {

Result<TrustedProxies> TrustedProxies::create(std::span<const std::string> networks) {
    Result<NetworkList> list = NetworkList::create(networks);
    if (!list) return Error(ErrorCode::config_invalid, list.error().detail());
    TrustedProxies proxies;
    proxies.networks_ = *std::move(list);
    return proxies;
}

bool TrustedProxies::is_trusted(std::string_view address) const noexcept {
    return networks_.contains(address);
}

std::string TrustedProxies::client_of(std::string_view peer, std::string_view forwarded_for) const {
    std::string client(peer);
    if (!is_trusted(peer)) return client;
    const auto hops = split(forwarded_for, ',');
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        const std::string_view address = trim(*hop);
        if (!parse_address(address)) break;
        client = address;
        if (!is_trusted(address)) break;
    }
    return client;
}

}  // namespace yinxin::http
