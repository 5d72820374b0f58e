// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/revocation.hpp"

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/config/key_kinds.hpp"

#include <algorithm>

namespace yinxin::config {
namespace {

constexpr std::string_view digest_scheme = "sha256:";
constexpr std::string_view file_scheme = "file:";
constexpr std::size_t digest_length = 64;
constexpr std::size_t longest_url = 500;
constexpr std::uint64_t least_answer = 1024;
constexpr std::uint64_t most_answer = 256ULL << 20;

/// Plain ASCII that two readers cannot take for two hosts: no user name, no backslash.
Result<void> check_url(std::string_view url) {
    const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
    if (scheme == 0) return wrong("an http(s) URL is needed");
    if (url.size() > longest_url) return wrong("the URL is too long");
    const std::string_view rest = url.substr(scheme);
    const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
    const bool is_plain = std::ranges::all_of(
        url, [](char c) { return c > ' ' && c < 0x7F && c != '\\' && c != '"' && c != '#'; });
    if (host.empty() || host.contains('@') || !is_plain) {
        return wrong("a plain URL without user name and fragment is needed");
    }
    return ok();
}

Result<void> check_issuer(std::string_view issuer) {
    if (issuer.starts_with(digest_scheme)) {
        const auto digest = parse_hex(issuer.substr(digest_scheme.size()));
        if (digest && digest->size() * 2 == digest_length) return ok();
        return wrong("\"sha256:\" needs 64 hexadecimal digits");
    }
    if (issuer.starts_with(file_scheme) && issuer.size() > file_scheme.size()) return ok();
    return wrong("an issuer is \"sha256:DIGEST\" or \"file:PATH\"");
}

using Addresses = std::vector<RevocationAddress> Revocation::*;

Key addresses_key(std::string_view path, std::string_view meaning, Addresses member) {
    return {path,
            meaning,
            [member](Settings& settings, const Value& value) -> Result<void> {
                const auto* texts = std::get_if<std::vector<std::string>>(&value);
                if (texts == nullptr) return wrong("a list of texts is needed");
                std::vector<RevocationAddress> addresses;
                for (const std::string& text : *texts) {
                    YX_TRY(RevocationAddress address, parse_revocation_address(text));
                    const auto same =
                        std::ranges::find(addresses, address.url, &RevocationAddress::url);
                    if (same != addresses.end()) {
                        return wrong(address.url + " stands there twice");
                    }
                    addresses.push_back(std::move(address));
                }
                settings.revocation.*member = std::move(addresses);
                return ok();
            },
            [member](const Settings& settings) {
                std::string all = "[";
                for (const RevocationAddress& address : settings.revocation.*member) {
                    all += (all.size() > 1 ? ", " : "") + log::json_quote(address.text());
                }
                return all + "]";
            }};
}

}  // namespace

std::string RevocationAddress::text() const {
    return issuer.empty() ? url : url + ' ' + issuer;
}

Result<RevocationAddress> parse_revocation_address(std::string_view text) {
    const std::string_view whole = trim(text);
    const std::size_t gap = whole.find(' ');
    RevocationAddress address{std::string(whole.substr(0, gap))};
    YX_CHECK(check_url(address.url));
    if (gap == std::string_view::npos) return address;
    address.issuer = trim(whole.substr(gap));
    YX_CHECK(check_issuer(address.issuer));
    return address;
}

std::vector<Key> revocation_keys() {
    return {
        addresses_key("revocation.lists",
                      "Where lists of revoked certificates (CRL) of our own chains are fetched: "
                      "\"URL\", or \"URL sha256:HEX\" or \"URL file:PEM\" to name the issuer's "
                      "certificate. Addresses in certificates are never followed.",
                      &Revocation::lists),
        addresses_key(
            "revocation.responders", "The same for responders (OCSP).", &Revocation::responders),
        duration_key("revocation.refresh",
                     "Time between two fetches of an address that answers.",
                     YX_AT(revocation.refresh)),
        duration_key(
            "revocation.deadline", "Longest wait for one answer.", YX_AT(revocation.deadline)),
        size_key("revocation.largest",
                 "Largest answer.",
                 YX_AT(revocation.largest),
                 least_answer,
                 most_answer),
        duration_key("revocation.stale_after",
                     "Data known to be the newest longer ago than this raises an alarm.",
                     YX_AT(revocation.stale_after)),
        duration_key("revocation.stop_pressing_after",
                     "And longer ago than this stops pressing until newer data is there; \"0s\": "
                     "never.",
                     YX_AT(revocation.stop_pressing_after),
                     std::chrono::seconds(0)),
    };
}

}  // namespace yinxin::config
