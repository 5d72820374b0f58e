// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"
#include "yinxin/crypto/trust.hpp"
#include "yinxin/storage/store.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::issuing {
class FreshValidation;
}

namespace yinxin::jobs {

struct HeldData;
struct OwnChain;
struct RevocationTarget;

/// What is known of one certificate of our chains.
struct CertificateStanding {
    std::string chain;           ///< OwnChain::name
    std::string seal_id;         ///< whose pressing depends on it; empty: of all
    bool stops_pressing = true;  ///< false: of the letters, which no seal stands on
    crypto::Certificate certificate;
    bool is_expected = false;  ///< some address in the settings should speak of it
    std::string source = {};   ///< the address of the newest data; empty: none is held
    std::optional<Instant> this_update = {};
    std::optional<Instant> next_update = {};
    std::optional<Instant> known_until = {};  ///< last moment the data was known to be the newest
    std::optional<crypto::Revocation> revocation = {};

    /// How long ago that was, at least nothing; none: nothing is held.
    [[nodiscard]] std::optional<std::chrono::seconds> age(Instant now) const noexcept;
};

/// The revocation data that is in use: what the database holds, checked again when it is read, and
/// the lists that lie beside the keys. New data is put in the place of the old while presses and
/// verifications run. Any number of threads may use one.
class RevocationShelf {
  public:
    /// @param files  lists beside the keys; used besides what is fetched.
    /// @error as list_own_chains and revocation_targets
    [[nodiscard]] static Result<std::shared_ptr<RevocationShelf>> open(
        storage::Store& store, const config::Settings& settings, std::vector<crypto::Crl> files);
    RevocationShelf(const RevocationShelf&) = delete;
    RevocationShelf& operator=(const RevocationShelf&) = delete;
    ~RevocationShelf();

    /// Keeps these supplied; before any thread uses the shelf.
    void supply(std::shared_ptr<crypto::TrustStore> store);
    void supply(std::shared_ptr<issuing::FreshValidation> validation);

    /// Reads the database if it holds other data than the shelf, as another node or the fetching
    /// round may have put there. @return whether something was new. @error storage.unavailable
    [[nodiscard]] Result<bool> load(storage::Store& store, Instant now);

    /// Whether the policy lets this seal press now.
    /// @error signing.certificate_revoked  a certificate of the seal or of its timestamps.
    /// @error signing.revocation_stale  the data is older than revocation.stop_pressing_after.
    [[nodiscard]] Result<void> check_pressing(std::string_view seal_id, Instant now) const;

    /// Every certificate of our chains that another one issued, once for each chain.
    [[nodiscard]] std::vector<CertificateStanding> standings() const;
    [[nodiscard]] const std::vector<RevocationTarget>& targets() const noexcept;
    [[nodiscard]] const std::vector<OwnChain>& chains() const noexcept;
    [[nodiscard]] const config::Revocation& settings() const noexcept;
    /// Of a target of this shelf; none: nothing is held.
    [[nodiscard]] std::shared_ptr<const HeldData> held_for(const RevocationTarget& target) const;

  private:
    struct State;
    explicit RevocationShelf(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::jobs
