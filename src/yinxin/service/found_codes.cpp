// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/found_codes.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/service/verification.hpp"
#include "yinxin/signing/offline_code.hpp"

#include <algorithm>
#include <set>

namespace yinxin::service {
namespace {

constexpr std::size_t most_resolved = 20;
constexpr std::size_t longest_host = 100;

/// What an address bar would call the site: without the name and password that may stand before
/// it to deceive.
std::string host_of(std::string_view text) {
    const std::size_t start = text.find("://");
    std::string_view authority = text.substr(start + 3);
    authority = authority.substr(0, authority.find_first_of("/?#\\"));
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        authority.remove_prefix(at + 1);
    }
    std::string host = to_lower_ascii(authority.substr(0, longest_host));
    std::erase_if(host, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
    return is_utf8(host) ? host : "";
}

bool is_address(std::string_view text) {
    const std::string start = to_lower_ascii(text.substr(0, 8));
    return start.starts_with("http://") || start.starts_with("https://");
}

Task<Result<FoundCopy>> resolve(Services& services,
                                const verify::FoundCode& code,
                                const CodeText& read,
                                const std::optional<std::string>& recipient,
                                Instant at) {
    FoundCopy found;
    found.page = code.page;
    found.target = read.target;
    found.host = read.host;
    if (read.target != CodeTarget::copy) co_return found;
    Result<verify::RegisteredCopy> copy = co_await find_registered_copy(services, read.token);
    if (!copy && copy.error().code() != ErrorCode::not_found) co_return Error(copy.error());
    if (!copy) {
        found.target = CodeTarget::unknown;
        co_return found;
    }
    found.verdict = judge_registered(*copy, recipient, at).verdict;
    found.copy = *std::move(copy);
    co_return found;
}

}  // namespace

CodeText read_code_text(std::string_view text, std::string_view public_url) {
    const std::string_view clean = trim(text);
    const std::string ours = std::string(public_url) + "/";
    if (clean == public_url || clean.starts_with(ours)) {
        const std::string_view path = clean.substr(std::min(ours.size(), clean.size()));
        if (path.starts_with("v/") && domain::parse_copy_token(path.substr(2))) {
            return {CodeTarget::copy, std::string(path.substr(2)), ""};
        }
        return {CodeTarget::unknown, "", ""};
    }
    if (clean.starts_with(signing::offline_prefix)) return {CodeTarget::offline, "", ""};
    if (is_address(clean)) return {CodeTarget::elsewhere, "", host_of(clean)};
    return {};
}

Task<Result<std::vector<FoundCopy>>> resolve_codes(Services& services,
                                                   std::vector<verify::FoundCode> codes,
                                                   std::optional<std::string> recipient,
                                                   Instant at) {
    std::vector<FoundCopy> all;
    std::set<std::string> seen;
    for (const verify::FoundCode& code : codes) {
        if (all.size() == most_resolved) break;
        if (!seen.insert(code.text).second) continue;
        const CodeText read = read_code_text(code.text, services.settings.public_url);
        YX_CO_TRY(FoundCopy found, co_await resolve(services, code, read, recipient, at));
        all.push_back(std::move(found));
    }
    co_return all;
}

}  // namespace yinxin::service
