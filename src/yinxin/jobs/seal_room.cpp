// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/seal_room.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/crypto/public_half.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/issuing/fresh_validation.hpp"
#include "yinxin/jobs/remote_seal_desk.hpp"
#include "yinxin/jobs/remote_timestamper.hpp"
#include "yinxin/jobs/seal_art.hpp"
#include "yinxin/signing/cms.hpp"
#include "yinxin/signing/revocation.hpp"
#include "yinxin/signing/timestamp_authority.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/seals.hpp"

#include <algorithm>
#include <iterator>

namespace yinxin::jobs {
namespace {

using crypto::Certificate;
using crypto::Crl;
using storage::KeyRecord;
using storage::Reader;
using storage::SealRecord;

constexpr std::string_view file_scheme = "file:";
constexpr std::string_view timestamp_key_name = "timestamp";
constexpr std::string_view ofd_timestamp_key_name = "sm2-timestamp";

struct RegisterRows {
    std::vector<SealRecord> seals;
    std::vector<KeyRecord> keys;

    [[nodiscard]] const KeyRecord* find(std::string_view name) const {
        const auto found = std::ranges::find(keys, name, &KeyRecord::name);
        return found == keys.end() ? nullptr : &*found;
    }
};

/// A key of the register, opened, with its certificate and the CAs above it.
struct OpenKey {
    std::shared_ptr<const crypto::Signer> signer;
    Certificate certificate;
    std::vector<Certificate> chain;  ///< nearest first, root last

    [[nodiscard]] std::vector<Certificate> whole_chain() const {
        std::vector<Certificate> all{certificate};
        all.insert(all.end(), chain.begin(), chain.end());
        return all;
    }
    /// What travels inside a signature: without the root.
    [[nodiscard]] std::vector<Certificate> intermediates() const {
        return {chain.begin(), chain.empty() ? chain.end() : chain.end() - 1};
    }
};

Result<RegisterRows> read_register(storage::Store& store) {
    return store.read_now([](Reader& reader) -> Result<RegisterRows> {
        YX_TRY(auto seals, storage::list_seals(reader));
        YX_TRY(auto keys, storage::list_keys(reader));
        return RegisterRows{std::move(seals), std::move(keys)};
    });
}

/// A file in the register is relative to the data directory.
std::string absolute(const KeyRecord& key, const std::filesystem::path& data_dir) {
    if (!key.location.starts_with(file_scheme)) return key.location;
    const std::filesystem::path path(key.location.substr(file_scheme.size()));
    return std::string(file_scheme) + (data_dir / path).string();
}

/// Whether this process opens the private part of a key, or knows the public one alone.
enum class Half { whole, public_only };

Result<OpenKey> open(const KeyRecord& key,
                     const std::filesystem::path& data_dir,
                     Half half = Half::whole) {
    if (!key.certificate_pem || !key.chain_pem) {
        return Error(ErrorCode::certificate_unreadable, "no certificate for key " + key.name);
    }
    YX_TRY(Certificate certificate, Certificate::parse_pem(*key.certificate_pem));
    YX_TRY(auto signer,
           half == Half::whole ? crypto::open_key(absolute(key, data_dir))
                               : crypto::public_half(certificate.spki()));
    YX_TRY(auto chain, crypto::parse_pem_certificates(*key.chain_pem));
    return OpenKey{std::move(signer), std::move(certificate), std::move(chain)};
}

Result<std::vector<Crl>> load_crls(const std::filesystem::path& keys) {
    std::vector<Crl> crls;
    for (const char* name : {"root.crl", "issuing.crl", "sm2-root.crl", "sm2-issuing.crl"}) {
        if (!std::filesystem::exists(keys / name)) continue;
        YX_TRY(Crl crl, crypto::load_crl(keys / name));
        crls.push_back(std::move(crl));
    }
    return crls;
}

struct Stamps {
    std::shared_ptr<const signing::Timestamper> authority;  ///< none: profile B-B
    std::shared_ptr<const signing::Timestamper> ofd;        ///< of seals of OFDs
    std::vector<Certificate> chain;                         ///< goes into every file
    std::vector<Certificate> ofd_chain;                     ///< into PDFs under SM2 seals
    std::vector<Certificate> anchors;                       ///< whose stamps are believed
};

/// An authority of the demonstration: its key is in the register like any other.
struct OwnAuthority {
    std::shared_ptr<const signing::Timestamper> authority;
    std::vector<Certificate> chain;
};

Result<OwnAuthority> open_authority(const KeyRecord& key, const config::Settings& settings) {
    YX_TRY(const OpenKey opened, open(key, settings.data_dir));
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

/// Tokens often carry the signer's certificate alone, so every CA of the operator's file is an
/// anchor, not only the root.
struct RemoteAuthority {
    std::shared_ptr<const signing::Timestamper> authority;
    std::vector<Certificate> chain;
    std::vector<Certificate> anchors;
};

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

Result<Stamps> open_timestamps(const RegisterRows& rows, const config::Settings& settings) {
    if (settings.timestamp.url.empty()) return Stamps{};
    if (settings.timestamp.is_remote()) return open_remote_timestamps(settings.timestamp);
    return open_own_timestamps(rows, settings);
}

/// A key with its certificate and everything that travels inside its signatures.
struct OpenSeal {
    OpenKey key;
    signing::SealCredential credential;
    documents::PdfProfile profile;
};

struct OpenSeals {
    std::map<std::string, issuing::SealShape, std::less<>> shapes;
    std::map<std::string, SealKeys, std::less<>> keys;
    std::vector<Certificate> anchors;
    std::vector<Certificate> between;  ///< authorities that an electronic seal does not carry
    std::vector<documents::SealArt> art;
};

Result<documents::PdfProfile> profile_of(const signing::SealCredential& credential,
                                         const OpenKey& key,
                                         const Stamps& stamps,
                                         std::span<const Crl> crls,
                                         Instant now) {
    const bool is_national = credential.digest() == crypto::DigestAlgorithm::sm3;
    const auto& authority = is_national ? stamps.ofd : stamps.authority;
    std::vector<std::vector<Certificate>> chains{key.whole_chain()};
    if (authority) chains.push_back(is_national ? stamps.ofd_chain : stamps.chain);
    YX_TRY(signing::RevocationMaterial material,
           signing::gather_revocation_material(chains, crls, now));
    documents::PdfProfile profile;
    const std::size_t token_room = authority ? authority->token_room() : 0;
    profile.signature_room = signing::estimated_size(credential, token_room);
    profile.validation = {std::move(material.certificates), std::move(material.crls), {}};
    profile.signer_name = key.certificate.common_name();
    profile.digest = credential.digest();
    return profile;
}

Result<OpenSeal> open_seal(const RegisterRows& rows,
                           std::string_view key_name,
                           const config::Settings& settings,
                           const Stamps& stamps,
                           std::span<const Crl> crls,
                           Instant now,
                           Half half = Half::whole) {
    const KeyRecord* record = rows.find(key_name);
    if (record == nullptr) {
        return Error(ErrorCode::key_unavailable, "no key " + std::string(key_name));
    }
    YX_TRY(OpenKey key, open(*record, settings.data_dir, half));
    YX_TRY(auto credential,
           signing::SealCredential::create(key.signer, key.certificate, key.intermediates()));
    YX_TRY(auto profile, profile_of(credential, key, stamps, crls, now));
    return OpenSeal{std::move(key), std::move(credential), std::move(profile)};
}

/// The national key of a seal with the electronic seal that names it (GB/T 38540); nothing where
/// the seal has none, and then its copies are PDF alone.
struct OpenElectronicSeal {
    OpenKey key;
    signing::SesCredential credential;
};

Result<std::optional<OpenElectronicSeal>> open_electronic_seal(const RegisterRows& rows,
                                                               const SealRecord& record,
                                                               const config::Settings& settings,
                                                               Half half) {
    if (!record.ofd_key_name || !record.electronic_seal) {
        return std::optional<OpenElectronicSeal>();
    }
    const KeyRecord* key = rows.find(*record.ofd_key_name);
    if (key == nullptr) return Error(ErrorCode::key_unavailable, "no key " + *record.ofd_key_name);
    YX_TRY(OpenKey opened, open(*key, settings.data_dir, half));
    YX_TRY(auto credential,
           signing::SesCredential::create(
               opened.signer, opened.certificate, opened.intermediates(), *record.electronic_seal));
    return std::optional(OpenElectronicSeal{std::move(opened), std::move(credential)});
}

bool needs_key(domain::SealState state) {
    return state == domain::SealState::in_use || state == domain::SealState::suspended;
}

void add_electronic_seal(OpenSeals& opened,
                         issuing::SealShape& shape,
                         SealKeys& keys,
                         const std::string& key_name,
                         const OpenElectronicSeal& electronic) {
    shape.ofd = issuing::OfdShape{key_name, electronic.key.certificate};
    keys.ofd = electronic.credential;
    keys.ofd_key_name = key_name;
    if (!electronic.key.chain.empty()) opened.anchors.push_back(electronic.key.chain.back());
    const auto between = electronic.key.intermediates();
    opened.between.insert(opened.between.end(), between.begin(), between.end());
}

Result<OpenSeals> open_seals(const RegisterRows& rows,
                             const config::Reference& reference,
                             const config::Settings& settings,
                             const Stamps& stamps,
                             std::span<const Crl> crls,
                             Half half,
                             Instant now) {
    OpenSeals opened;
    for (const SealRecord& record : rows.seals) {
        auto opened_seal = open_seal(rows, record.key_name, settings, stamps, crls, now, half);
        // One that is not in use yet, or no more, may have no key here.
        if (!opened_seal && !needs_key(record.seal.state)) continue;
        if (!opened_seal) return std::move(opened_seal).error();
        OpenSeal seal = *std::move(opened_seal);
        if (!seal.key.chain.empty()) opened.anchors.push_back(seal.key.chain.back());
        const std::string& id = record.seal.id;
        issuing::SealShape shape{seal.key.certificate, std::move(seal.profile), std::nullopt};
        SealKeys keys{std::move(seal.credential), std::nullopt, {}};
        auto electronic = open_electronic_seal(rows, record, settings, half);
        if (!electronic && needs_key(record.seal.state)) return std::move(electronic).error();
        if (electronic && *electronic) {
            add_electronic_seal(opened, shape, keys, *record.ofd_key_name, **electronic);
        }
        opened.shapes.emplace(id, std::move(shape));
        opened.keys.emplace(id, std::move(keys));
        YX_TRY(documents::SealArt art, seal_art_of(reference, record.seal));
        opened.art.push_back(std::move(art));
    }
    opened.anchors.insert(opened.anchors.end(), stamps.anchors.begin(), stamps.anchors.end());
    return opened;
}

/// Only what signs: neither lists of revoked certificates nor pictures are needed for that.
Result<std::map<std::string, SealKeys, std::less<>>> open_seal_keys(
    const RegisterRows& rows, const config::Settings& settings) {
    std::map<std::string, SealKeys, std::less<>> seals;
    for (const SealRecord& record : rows.seals) {
        const KeyRecord* key = rows.find(record.key_name);
        auto opened = key != nullptr
                          ? open(*key, settings.data_dir)
                          : Error(ErrorCode::key_unavailable, "no key " + record.key_name);
        if (!opened && !needs_key(record.seal.state)) continue;
        if (!opened) return std::move(opened).error();
        YX_TRY(auto credential,
               signing::SealCredential::create(
                   opened->signer, opened->certificate, opened->intermediates()));
        SealKeys keys{std::move(credential), std::nullopt, {}};
        YX_TRY(const auto electronic, open_electronic_seal(rows, record, settings, Half::whole));
        if (electronic) {
            keys.ofd = electronic->credential;
            keys.ofd_key_name = *record.ofd_key_name;
        }
        seals.emplace(record.seal.id, std::move(keys));
    }
    return seals;
}

Result<std::unique_ptr<crypto::PublicKey>> open_approval(const RegisterRows& rows) {
    const KeyRecord* key = rows.find(storage::approval_key_name);
    if (key == nullptr || !key->public_key) {
        return Error(ErrorCode::key_unavailable, "no approval key in the register");
    }
    YX_TRY(crypto::PublicKey parsed, crypto::PublicKey::parse(*key->public_key));
    return std::make_unique<crypto::PublicKey>(std::move(parsed));
}

/// An installation without a receipts key works, and gives no receipts.
Result<std::unique_ptr<issuing::LetterPress>> open_letters(
    const RegisterRows& rows,
    const config::Settings& settings,
    const Stamps& stamps,
    const std::vector<Crl>& crls,
    const std::shared_ptr<const documents::Stationery>& stationery,
    RevocationShelf& revocation,
    Instant now) {
    if (rows.find(storage::receipts_key_name) == nullptr) {
        return std::unique_ptr<issuing::LetterPress>();
    }
    YX_TRY(OpenSeal seal, open_seal(rows, storage::receipts_key_name, settings, stamps, crls, now));
    if (seal.credential.algorithm() == crypto::SignatureAlgorithm::sm2_sm3) {
        return Error(ErrorCode::unsupported, "receipts are JWS as well, which has no SM2");
    }
    std::vector<Certificate> anchors = stamps.anchors;
    if (!seal.key.chain.empty()) anchors.push_back(seal.key.chain.back());
    auto trust = std::make_shared<crypto::TrustStore>(std::move(anchors), crls);
    revocation.supply(trust);
    return std::make_unique<issuing::LetterPress>(
        stationery,
        issuing::LetterKey{std::move(seal.credential), std::move(seal.profile), stamps.authority},
        std::move(trust));
}

}  // namespace

Result<std::unique_ptr<SealDesk>> open_seal_desk(storage::Store& store,
                                                 const storage::DataKeys& keys,
                                                 const config::ReferenceShelf& reference,
                                                 const config::Settings& settings) {
    YX_TRY(const RegisterRows rows, read_register(store));
    YX_TRY(const Stamps stamps, open_timestamps(rows, settings));
    YX_TRY(auto seals, open_seal_keys(rows, settings));
    YX_TRY(const auto approval, open_approval(rows));
    return std::make_unique<SealDesk>(store,
                                      reference,
                                      std::move(seals),
                                      SealTimestamps{stamps.authority, stamps.ofd},
                                      ApprovedRows{keys, *approval});
}

Result<SealRoom> open_seal_room(storage::Store& store,
                                const config::ReferenceShelf& reference,
                                const config::Settings& settings,
                                Installation installation,
                                Instant now) {
    const std::filesystem::path keys = settings.data_dir / "keys";
    if (installation == Installation::demonstration) {
        YX_CHECK(crypto::renew_demonstration_crls(keys, now));
    }
    YX_TRY(const RegisterRows rows, read_register(store));
    YX_TRY(std::vector<Crl> crls, load_crls(keys));
    // Where lists are fetched, one beside the keys that is over keeps nothing from starting.
    if (settings.revocation.is_on()) {
        std::erase_if(crls, [now](const Crl& list) { return !list.is_fresh(now); });
    }
    YX_TRY(const Stamps stamps, open_timestamps(rows, settings));
    const bool is_remote = !settings.signing.socket.empty();
    const Half half = is_remote ? Half::public_only : Half::whole;
    YX_TRY(OpenSeals seals, open_seals(rows, *reference, settings, stamps, crls, half, now));
    SealRoom room;
    documents::StationerySources sources;
    sources.seals = std::move(seals.art);
    YX_TRY(room.stationery, documents::Stationery::load(std::move(sources)));
    auto trust = std::make_shared<crypto::TrustStore>(
        std::move(seals.anchors), crls, std::move(seals.between));
    room.trust = trust;
    const auto profile = stamps.authority ? issuing::SealProfile::b_t : issuing::SealProfile::b_b;
    room.press = std::make_unique<issuing::Press>(
        room.stationery, std::move(seals.shapes), room.trust, profile);
    YX_TRY(room.revocation, RevocationShelf::open(store, settings, crls));
    auto fresh = std::make_shared<issuing::FreshValidation>();
    room.press->follow(fresh);
    room.revocation->supply(std::move(trust));
    room.revocation->supply(std::move(fresh));
    if (is_remote) {
        YX_TRY(room.desk, RemoteSealDesk::open(settings.signing.socket, settings.signing.deadline));
    } else {
        room.desk = std::make_unique<SealDesk>(
            store, reference, std::move(seals.keys), SealTimestamps{stamps.authority, stamps.ofd});
    }
    YX_TRY(room.approval, open_approval(rows));
    // Without the private part this node shows and presses what there is, and issues nothing.
    auto approver =
        crypto::open_key(absolute(*rows.find(storage::approval_key_name), settings.data_dir));
    if (approver) {
        room.approver = *std::move(approver);
    } else {
        log::warning("approval.key_unavailable", {{"error", approver.error().describe()}});
    }
    if (const KeyRecord* offline = rows.find(storage::offline_key_name)) {
        YX_TRY(const OpenKey key, open(*offline, settings.data_dir));
        room.offline = key.signer;
    }
    YX_TRY(room.letters,
           open_letters(rows, settings, stamps, crls, room.stationery, *room.revocation, now));
    YX_CHECK(room.revocation->load(store, now));
    return room;
}

}  // namespace yinxin::jobs
