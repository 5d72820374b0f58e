// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room: keys of the register, opened, for the rooms that seal and for
// the signer.

#include "yinxin/config/settings.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/signing/ses_write.hpp"
#include "yinxin/signing/timestamper.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/seals.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace yinxin::jobs {

/// What the register says of seals and keys.
struct RegisterRows {
    std::vector<storage::SealRecord> seals;
    std::vector<storage::KeyRecord> keys;

    [[nodiscard]] const storage::KeyRecord* find(std::string_view name) const {
        const auto found = std::ranges::find(keys, name, &storage::KeyRecord::name);
        return found == keys.end() ? nullptr : &*found;
    }
};

/// A key of the register, opened, with its certificate and the CAs above it.
struct OpenKey {
    std::shared_ptr<const crypto::Signer> signer;
    crypto::Certificate certificate;
    std::vector<crypto::Certificate> chain;  ///< nearest first, root last

    [[nodiscard]] std::vector<crypto::Certificate> whole_chain() const {
        std::vector<crypto::Certificate> all{certificate};
        all.insert(all.end(), chain.begin(), chain.end());
        return all;
    }
    /// What travels inside a signature: without the root.
    [[nodiscard]] std::vector<crypto::Certificate> intermediates() const {
        return {chain.begin(), chain.empty() ? chain.end() : chain.end() - 1};
    }
};

[[nodiscard]] Result<RegisterRows> read_register(storage::Store& store);

/// The URI of a key; a file in the register is relative to the data directory.
[[nodiscard]] std::string location_of(const storage::KeyRecord& key,
                                      const std::filesystem::path& data_dir);

/// Whether this process opens the private part of a key, or knows the public one alone.
enum class Half { whole, public_only };

/// @error signing.certificate_unreadable, and those of crypto::open_key
[[nodiscard]] Result<OpenKey> open_key_of(const storage::KeyRecord& key,
                                          const std::filesystem::path& data_dir,
                                          Half half = Half::whole);

/// Who stamps what the seals sign, and whom to believe.
struct Stamps {
    std::shared_ptr<const signing::Timestamper> authority;  ///< none: profile B-B
    std::shared_ptr<const signing::Timestamper> ofd;        ///< of seals of OFDs
    std::vector<crypto::Certificate> chain;                 ///< goes into every file
    std::vector<crypto::Certificate> ofd_chain;             ///< into PDFs under SM2 seals
    std::vector<crypto::Certificate> anchors;               ///< whose stamps are believed
};

/// By the settings: none, the demonstration's own, or a remote authority.
/// @error signing.key_unavailable, signing.certificate_unreadable
[[nodiscard]] Result<Stamps> open_timestamps(const RegisterRows& rows,
                                             const config::Settings& settings);

/// The national key of a seal with the electronic seal that names it (GB/T 38540); nothing where
/// the seal has none, and then its copies are PDF alone.
struct OpenElectronicSeal {
    OpenKey key;
    signing::SesCredential credential;
};

[[nodiscard]] Result<std::optional<OpenElectronicSeal>> open_electronic_seal(
    const RegisterRows& rows,
    const storage::SealRecord& record,
    const config::Settings& settings,
    Half half);

/// Whether the service must not start without the keys of a seal in this state.
[[nodiscard]] bool needs_key(domain::SealState state) noexcept;

/// The public key under every approved row. @error signing.key_unavailable
[[nodiscard]] Result<std::unique_ptr<crypto::PublicKey>> open_approval(const RegisterRows& rows);

}  // namespace yinxin::jobs
