// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/found_codes.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/service/offline_text.hpp"
#include "yinxin/service/verification.hpp"
#include "yinxin/signing/offline_code.hpp"

#include <algorithm>
#include <set>

namespace yinxin::service {
namespace {

using storage::Reader;

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

/// The copy that an offline code of ours names; nothing where its signature is not ours.
Task<Result<std::string>> name_in_offline(Services& services,
                                          const verify::FoundCode& code,
                                          const verify::Question& question) {
    YX_CO_TRY(const verify::Report report, co_await services.store.read([&](Reader& reader) {
        return judge_offline_text(reader, trim(code.text), question);
    }));
    co_return report.integrity == verify::Integrity::full ? report.face.copy_no : std::string();
}

Task<Result<FoundCopy>> resolve(Services& services,
                                const verify::FoundCode& code,
                                const CodeText& read,
                                const verify::Question& question) {
    FoundCopy found;
    found.page = code.page;
    found.target = read.target;
    found.host = read.host;
    std::string name = read.token;
    if (read.target == CodeTarget::offline) {
        YX_CO_TRY(name, co_await name_in_offline(services, code, question));
    }
    if (name.empty()) co_return found;
    Result<verify::RegisteredCopy> copy = co_await find_registered_copy(services, name);
    if (!copy && copy.error().code() != ErrorCode::not_found) co_return Error(copy.error());
    if (!copy) {
        found.target = CodeTarget::unknown;
        co_return found;
    }
    const verify::Report report = judge_registered(*copy, question.recipient, question.at);
    found.target = CodeTarget::copy;
    found.verdict = report.verdict;
    found.is_early = verify::deciding_code(report) == "endorsement.not_yet";
    found.copy = *std::move(copy);
    co_return found;
}

/// Both codes of one copy on one page say the same.
bool is_known(const std::vector<FoundCopy>& all, const FoundCopy& found) {
    return std::ranges::any_of(all, [&](const FoundCopy& other) {
        return found.copy && other.copy && other.page == found.page &&
               other.copy->copy_no == found.copy->copy_no;
    });
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
        YX_CO_TRY(FoundCopy found, co_await resolve(services, code, read, {recipient, at}));
        if (!is_known(all, found)) all.push_back(std::move(found));
    }
    co_return all;
}

Task<Result<std::optional<std::string>>> find_photographed_copy(Services& services, Bytes file) {
    YX_CO_TRY(verify::Claims claims, co_await read_claims(services, std::move(file)));
    if (claims.format != verify::FileFormat::picture) co_return std::nullopt;
    YX_CO_TRY(const std::vector<FoundCopy> found,
              co_await resolve_codes(
                  services, std::move(claims.codes), std::nullopt, services.clock.now()));
    if (found.size() != 1 || !found.front().copy) co_return std::nullopt;
    co_return found.front().copy->token;
}

}  // namespace yinxin::service
