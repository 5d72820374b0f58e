// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/revocation_data.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>
#include <set>

namespace yinxin::jobs {
namespace {

using crypto::Certificate;
using crypto::Crl;

constexpr std::string_view digest_scheme = "sha256:";
constexpr std::string_view file_scheme = "file:";
/// The clock of an issuer may be ahead of ours by a few minutes, not by hours.
constexpr std::chrono::minutes clock_tolerance{10};

Error refused(std::string detail) {
    return Error(ErrorCode::revocation_refused, std::move(detail));
}

/// A certificate of a chain with the one above it.
struct Link {
    const Certificate& certificate;
    const Certificate& issuer;
};

/// Every certificate that another one of its chain issued, each once.
std::vector<Link> links_of(std::span<const OwnChain> chains) {
    std::vector<Link> links;
    std::set<crypto::Digest32> seen;
    for (const OwnChain& chain : chains) {
        for (const Certificate& certificate : chain.certificates) {
            if (certificate.is_self_issued()) continue;
            const auto issuer =
                std::ranges::find_if(chain.certificates, [&](const Certificate& above) {
                    return above.is_ca() &&
                           std::ranges::equal(above.subject_der(), certificate.issuer_der());
                });
            if (issuer == chain.certificates.end()) continue;
            if (seen.insert(certificate.fingerprint()).second) {
                links.push_back({certificate, *issuer});
            }
        }
    }
    return links;
}

Result<std::optional<Certificate>> named_issuer(const config::RevocationAddress& address,
                                                const config::Settings& settings,
                                                const std::vector<Link>& links) {
    if (address.issuer.empty()) return std::optional<Certificate>();
    std::string wanted;
    if (address.issuer.starts_with(digest_scheme)) {
        wanted = to_lower_ascii(address.issuer.substr(digest_scheme.size()));
    } else {
        const std::filesystem::path path(address.issuer.substr(file_scheme.size()));
        YX_TRY(const auto certificates, crypto::load_certificates(settings.data_dir / path));
        wanted = to_hex(certificates.front().fingerprint());
    }
    for (const Link& link : links) {
        if (to_hex(link.issuer.fingerprint()) == wanted) return std::optional(link.issuer);
    }
    return Error(ErrorCode::config_invalid,
                 "revocation: " + address.issuer + " issued no certificate of our chains")
        .with("key", "revocation");
}

/// The issuer among our chains whose list this is.
Result<Certificate> issuer_of(const Crl& list,
                              const RevocationTarget& target,
                              std::span<const OwnChain> chains) {
    if (target.issuer) {
        if (list.is_signed_by(*target.issuer)) return *target.issuer;
        return refused("the list is not signed by " + target.issuer->common_name());
    }
    for (const Link& link : links_of(chains)) {
        if (list.is_signed_by(link.issuer)) return link.issuer;
    }
    return refused("the list is signed by no issuer of our chains");
}

Result<Crl> parse_list(BytesView answer) {
    const bool is_pem = as_text(answer).starts_with("-----BEGIN");
    Result<Crl> list = is_pem ? Crl::parse_pem(as_text(answer)) : Crl::parse_der(answer);
    if (!list) return refused("no list: " + list.error().detail());
    return list;
}

Result<HeldData> read_list(const RevocationTarget& target,
                           BytesView answer,
                           std::span<const OwnChain> chains) {
    YX_TRY(Crl list, parse_list(answer));
    HeldData data{target, list.der(), {}, {}, {}};
    YX_TRY(data.target.issuer, issuer_of(list, target, chains));
    data.list = std::move(list);
    return data;
}

Result<HeldData> read_answer(const RevocationTarget& target,
                             BytesView answer,
                             const std::optional<Bytes>& nonce) {
    YX_TRY(auto read, crypto::read_ocsp_response(answer, *target.subject, *target.issuer, nonce));
    HeldData data{target, Bytes(answer.begin(), answer.end()), {}, {}, {}};
    data.answer = read;
    return data;
}

Result<void> check_dates(const HeldData& data, Instant now) {
    if (data.this_update() > now + clock_tolerance) return refused("its date lies ahead");
    const auto next = data.next_update();
    if (next && *next <= data.this_update()) return refused("its dates are reversed");
    if (next && *next < now) return refused("it ended " + format_utc(*next));
    if (!next && data.list) return refused("the list does not say when the next one comes");
    return ok();
}

/// Numbers are big-endian without leading zeros.
bool is_less(const Bytes& a, const Bytes& b) {
    return a.size() != b.size() ? a.size() < b.size() : std::ranges::lexicographical_compare(a, b);
}

/// What was held before is not given up for something older (RFC 5280 section 5.2.3).
Result<void> check_not_older(const HeldData& data, const HeldData& held) {
    if (data.list && held.list && data.target.issuer == held.target.issuer) {
        const auto& fresh = data.list->number();
        const auto& known = held.list->number();
        if (known && !fresh) return refused("rollback: a list without number");
        if (known && is_less(*fresh, *known)) return refused("rollback: a lower list number");
    }
    if (data.this_update() < held.this_update()) return refused("rollback: an earlier date");
    return ok();
}

}  // namespace

storage::RevocationKey RevocationTarget::key() const {
    return {url, subject ? to_hex(subject->fingerprint()) : std::string()};
}

Result<std::vector<RevocationTarget>> revocation_targets(const config::Settings& settings,
                                                         std::span<const OwnChain> chains) {
    const std::vector<Link> links = links_of(chains);
    std::vector<RevocationTarget> targets;
    for (const config::RevocationAddress& address : settings.revocation.lists) {
        YX_TRY(auto issuer, named_issuer(address, settings, links));
        targets.push_back({address.url, std::move(issuer), {}});
    }
    for (const config::RevocationAddress& address : settings.revocation.responders) {
        YX_TRY(const auto issuer, named_issuer(address, settings, links));
        for (const Link& link : links) {
            if (issuer && *issuer != link.issuer) continue;
            targets.push_back({address.url, link.issuer, link.certificate});
        }
    }
    return targets;
}

Instant HeldData::this_update() const noexcept {
    return list ? list->this_update() : answer->this_update;
}

std::optional<Instant> HeldData::next_update() const noexcept {
    return list ? list->next_update() : answer->next_update;
}

Instant HeldData::known_until() const noexcept {
    const auto next = next_update();
    return next ? std::min(fetched_at, *next) : fetched_at;
}

bool HeldData::speaks_of(const Certificate& certificate, const Certificate& issuer) const {
    if (target.subject) return *target.subject == certificate;
    return target.issuer == issuer;
}

std::optional<crypto::Revocation> HeldData::revocation_of(const Certificate& certificate) const {
    return list ? list->find(certificate.serial_der()) : answer->revocation;
}

Result<HeldData> take_revocation_data(const RevocationTarget& target,
                                      BytesView answer,
                                      const std::optional<Bytes>& nonce,
                                      std::span<const OwnChain> chains,
                                      const HeldData* held,
                                      Instant now) {
    YX_TRY(
        HeldData data,
        target.is_list() ? read_list(target, answer, chains) : read_answer(target, answer, nonce));
    YX_CHECK(check_dates(data, now));
    if (held != nullptr) YX_CHECK(check_not_older(data, *held));
    data.fetched_at = now;
    return data;
}

Result<HeldData> read_held_data(const RevocationTarget& target,
                                BytesView der,
                                std::span<const OwnChain> chains,
                                Instant fetched_at) {
    YX_TRY(HeldData data,
           target.is_list() ? read_list(target, der, chains) : read_answer(target, der, {}));
    data.fetched_at = fetched_at;
    return data;
}

}  // namespace yinxin::jobs
