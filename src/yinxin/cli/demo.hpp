// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/cli/demo_accounts.hpp"
#include "yinxin/cli/demo_staff.hpp"
#include "yinxin/config/settings.hpp"
#include "yinxin/crypto/keys.hpp"
#include "yinxin/crypto/password.hpp"
#include "yinxin/crypto/suite.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace yinxin::cli {

enum class DemoSize {
    small,  ///< about 60 holders; every special case is there. For tests.
    full,   ///< at least 2,000 holders and 5,000 certificates
};

struct DemoPlan {
    std::filesystem::path directory;
    DemoSize size = DemoSize::full;
    std::string public_url;  ///< empty: http://127.0.0.1:8080
    std::uint32_t seed = 20261123;
    Instant now{};
    crypto::PasswordCost password_cost;
    /// Every seal's kind of key, for benchmarks; by default one has RSA-3072, the others P-256.
    std::optional<crypto::KeyKind> seal_key;
    crypto::Suite suite = crypto::Suite::international;  ///< of everything it keeps
    config::Database database;                           ///< an empty one, or embedded
    bool seals_ofd = true;                               ///< false: copies are PDF alone
};

struct DemoOutcome {
    std::int64_t holders = 0;
    std::int64_t certificates = 0;  ///< lines; versions are more
    std::vector<DemoAccount> accounts;
    std::vector<DemoStaff> staff;  ///< of the office
    Secret api_key;                ///< of a sandbox client; also in demo_api_key_file
};

/// The file with the key of the demonstration's sandbox client (0600).
inline constexpr std::string_view demo_api_key_file = "demo-api-key";

/// Makes a demonstration: fictitious authorities with keys and seals of their own, invented people,
/// their certificates with photos, endorsements and accounts. People, numbers and states follow
/// from the seed; ids and keys are fresh.
/// @error conflict  something is in the directory already.
/// @error file.io, storage.unavailable, config.invalid (the demonstration's own data files)
[[nodiscard]] Result<DemoOutcome> make_demo(const DemoPlan& plan);

/// Certifies the demonstration's TLS server for the host of an https public URL, so that a phone in
/// the same network can open it. Names the certificate already has stay.
/// @error invalid_input  not an https URL.  @error file.missing, signing.signature_failed
[[nodiscard]] Result<void> certify_demo_host(const std::filesystem::path& directory,
                                             std::string_view public_url,
                                             Instant now);

}  // namespace yinxin::cli
