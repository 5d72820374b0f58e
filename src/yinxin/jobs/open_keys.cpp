// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/open_keys.hpp"

#include "yinxin/crypto/public_half.hpp"
#include "yinxin/jobs/remote_timestamper.hpp"
#include "yinxin/signing/timestamp_authority.hpp"
#include "yinxin/storage/certificates.hpp"

#include <iterator>

namespace yinxin::jobs {
namespace {

using crypto::Certificate;
using storage::KeyRecord;
using storage::Reader;
using storage::SealRecord;

constexpr std::string_view file_scheme = "file:";
constexpr std::string_view timestamp_key_name = "timestamp";
constexpr std::string_view ofd_timestamp_key_name = "sm2-timestamp";

/// An authority of the demonstration: its key is in the register like any other.
struct OwnAuthority {
    std::shared_ptr<const signing::Timestamper> authority;
    std::vector<Certificate> chain;
};

Result<OwnAuthority> open_authority(const KeyRecord& key, const config::Settings& settings) {
    YX_TRY(const OpenKey opened, open_key_of(key, settings.data_dir));
    YX_TRY(auto authority,
           signing::TimestampAuthority::create(
               opened.signer, opened.certificate, opened.intermediates()));
    return OwnAuthority{std::move(authority), opened.whole_chain()};
}

/// PDFs are stamped by the international authority, OFDs by the national one where there is one.
Result<Stamps> open_own_timestamps(const RegisterRows& rows, const config::Settings& settings) {
    const KeyRecord* key = rows.find(timestamp_key_name);
    if (key == nullptr) return Error(ErrorCode::key_unavailable, "no timestamp key");
    YX_TRY(OwnAuthority own, open_authority(*key, settings));
    Stamps stamps{own.authority, own.authority, own.chain, own.chain, {}};
    stamps.anchors.push_back(stamps.chain.back());
    if (const KeyRecord* national = rows.find(ofd_timestamp_key_name)) {
        YX_TRY(const OwnAuthority authority, open_authority(*national, settings));
        stamps.ofd = authority.authority;
        stamps.ofd_chain = authority.chain;
        stamps.anchors.push_back(authority.chain.back());
    }
    return stamps;
}

struct RemoteAuthority {
    std::shared_ptr<const signing::Timestamper> authority;
    std::vector<Certificate> chain;
    std::vector<Certificate> anchors;
};

/// Tokens often carry the signer's certificate alone, so every CA of the operator's file is an
/// anchor, not only the root.
Result<RemoteAuthority> open_remote_authority(const std::string& url,
                                              const std::filesystem::path& certificates,
                                              std::chrono::seconds deadline,
                                              crypto::DigestAlgorithm digest) {
    RemoteAuthority remote;
    YX_TRY(remote.chain, crypto::load_certificates(certificates));
    std::ranges::copy_if(remote.chain, std::back_inserter(remote.anchors), &Certificate::is_ca);
    if (remote.anchors.empty()) {
        return Error(ErrorCode::certificate_unreadable, certificates.string() + " names no CA");
    }
    remote.authority = std::make_shared<const RemoteTimestamper>(
        RemoteTimestamper::Plan{.url = url,
                                .deadline = deadline,
                                .trust = std::make_shared<crypto::TrustStore>(remote.anchors),
                                .digest = digest});
    return remote;
}

Result<Stamps> open_remote_timestamps(const config::Timestamp& settings) {
    using crypto::DigestAlgorithm;
    YX_TRY(RemoteAuthority first,
           open_remote_authority(
               settings.url, settings.certificates, settings.deadline, DigestAlgorithm::sha256));
    Stamps stamps{
        first.authority, first.authority, first.chain, first.chain, std::move(first.anchors)};
    if (settings.ofd_url.empty()) return stamps;
    YX_TRY(
        RemoteAuthority second,
        open_remote_authority(
            settings.ofd_url, settings.ofd_certificates, settings.deadline, DigestAlgorithm::sm3));
    stamps.ofd = second.authority;
    stamps.ofd_chain = std::move(second.chain);
    std::ranges::move(second.anchors, std::back_inserter(stamps.anchors));
    return stamps;
}

}  // namespace

Result<RegisterRows> read_register(storage::Store& store) {
    return store.read_now([](Reader& reader) -> Result<RegisterRows> {
        YX_TRY(auto seals, storage::list_seals(reader));
        YX_TRY(auto keys, storage::list_keys(reader));
        return RegisterRows{std::move(seals), std::move(keys)};
    });
}

std::string location_of(const KeyRecord& key, const std::filesystem::path& data_dir) {
    if (!key.location.starts_with(file_scheme)) return key.location;
    const std::filesystem::path path(key.location.substr(file_scheme.size()));
    return std::string(file_scheme) + (data_dir / path).string();
}

Result<OpenKey> open_key_of(const KeyRecord& key,
                            const std::filesystem::path& data_dir,
                            Half half) {
    if (!key.certificate_pem || !key.chain_pem) {
        return Error(ErrorCode::certificate_unreadable, "no certificate for key " + key.name);
    }
    YX_TRY(Certificate certificate, Certificate::parse_pem(*key.certificate_pem));
    YX_TRY(auto signer,
           half == Half::whole ? crypto::open_key(location_of(key, data_dir))
                               : crypto::public_half(certificate.spki()));
    YX_TRY(auto chain, crypto::parse_pem_certificates(*key.chain_pem));
    return OpenKey{std::move(signer), std::move(certificate), std::move(chain)};
}

Result<Stamps> open_timestamps(const RegisterRows& rows, const config::Settings& settings) {
    if (settings.timestamp.url.empty()) return Stamps{};
    if (settings.timestamp.is_remote()) return open_remote_timestamps(settings.timestamp);
    return open_own_timestamps(rows, settings);
}

Result<std::optional<OpenElectronicSeal>> open_electronic_seal(const RegisterRows& rows,
                                                               const SealRecord& record,
                                                               const config::Settings& settings,
                                                               Half half) {
    if (!record.ofd_key_name || !record.electronic_seal) {
        return std::optional<OpenElectronicSeal>();
    }
    const KeyRecord* key = rows.find(*record.ofd_key_name);
    if (key == nullptr) return Error(ErrorCode::key_unavailable, "no key " + *record.ofd_key_name);
    YX_TRY(OpenKey opened, open_key_of(*key, settings.data_dir, half));
    YX_TRY(auto credential,
           signing::SesCredential::create(
               opened.signer, opened.certificate, opened.intermediates(), *record.electronic_seal));
    return std::optional(OpenElectronicSeal{std::move(opened), std::move(credential)});
}

bool needs_key(domain::SealState state) noexcept {
    return state == domain::SealState::in_use || state == domain::SealState::suspended;
}

Result<std::unique_ptr<crypto::PublicKey>> open_approval(const RegisterRows& rows) {
    const KeyRecord* key = rows.find(storage::approval_key_name);
    if (key == nullptr || !key->public_key) {
        return Error(ErrorCode::key_unavailable, "no approval key in the register");
    }
    YX_TRY(crypto::PublicKey parsed, crypto::PublicKey::parse(*key->public_key));
    return std::make_unique<crypto::PublicKey>(std::move(parsed));
}

}  // namespace yinxin::jobs
