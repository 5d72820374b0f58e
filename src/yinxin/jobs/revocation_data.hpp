// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/ocsp.hpp"
#include "yinxin/jobs/own_chains.hpp"
#include "yinxin/storage/revocation_data.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yinxin::jobs {

/// One thing that is fetched: the list at an address, or what a responder says of one certificate.
struct RevocationTarget {
    std::string url;
    std::optional<crypto::Certificate> issuer;   ///< whose data it must be; none: any of our chains
    std::optional<crypto::Certificate> subject;  ///< asked about; none: the address has a list

    [[nodiscard]] bool is_list() const noexcept { return !subject.has_value(); }
    [[nodiscard]] storage::RevocationKey key() const;
};

/// What the settings say should be fetched about these chains.
/// @error config.invalid  an issuer that is named is not one of our chains', or its file is none.
[[nodiscard]] Result<std::vector<RevocationTarget>> revocation_targets(
    const config::Settings& settings, std::span<const OwnChain> chains);

/// Revocation data that was checked.
struct HeldData {
    RevocationTarget target;
    Bytes der;
    std::optional<crypto::Crl> list;
    std::optional<crypto::OcspAnswer> answer;
    Instant fetched_at{};  ///< when the address gave it last

    [[nodiscard]] Instant this_update() const noexcept;
    [[nodiscard]] std::optional<Instant> next_update() const noexcept;
    /// Up to here it was known to be the newest: it was fetched then, or its own end came before.
    [[nodiscard]] Instant known_until() const noexcept;
    /// Says something about this certificate of that issuer.
    [[nodiscard]] bool speaks_of(const crypto::Certificate& certificate,
                                 const crypto::Certificate& issuer) const;
    /// Of a certificate it speaks of.
    [[nodiscard]] std::optional<crypto::Revocation> revocation_of(
        const crypto::Certificate& certificate) const;
};

/// Reads what an address answered, and takes it only if it is signed by an issuer in our chains (or
/// by a responder that issuer named), is current at `now`, and is not older than what is held.
/// @param nonce  of the request, where one was sent.
/// @error signing.revocation_refused  the detail says why.
[[nodiscard]] Result<HeldData> take_revocation_data(const RevocationTarget& target,
                                                    BytesView answer,
                                                    const std::optional<Bytes>& nonce,
                                                    std::span<const OwnChain> chains,
                                                    const HeldData* held,
                                                    Instant now);

/// Reads what the database holds; the signature is checked again, dates are not: old data is held
/// until there is newer.
/// @error signing.revocation_refused
[[nodiscard]] Result<HeldData> read_held_data(const RevocationTarget& target,
                                              BytesView der,
                                              std::span<const OwnChain> chains,
                                              Instant fetched_at);

}  // namespace yinxin::jobs
