// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/seal_room.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/issuing/fresh_validation.hpp"
#include "yinxin/jobs/open_keys.hpp"
#include "yinxin/jobs/remote_seal_desk.hpp"
#include "yinxin/jobs/seal_art.hpp"
#include "yinxin/signing/cms.hpp"
#include "yinxin/signing/revocation.hpp"
#include "yinxin/storage/certificates.hpp"

namespace yinxin::jobs {
namespace {

using crypto::Certificate;
using crypto::Crl;
using storage::KeyRecord;
using storage::SealRecord;

Result<std::vector<Crl>> load_crls(const std::filesystem::path& keys) {
    std::vector<Crl> crls;
    for (const char* name : {"root.crl", "issuing.crl", "sm2-root.crl", "sm2-issuing.crl"}) {
        if (!std::filesystem::exists(keys / name)) continue;
        YX_TRY(Crl crl, crypto::load_crl(keys / name));
        crls.push_back(std::move(crl));
    }
    return crls;
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
    YX_TRY(OpenKey key, open_key_of(*record, settings.data_dir, half));
    YX_TRY(auto credential,
           signing::SealCredential::create(key.signer, key.certificate, key.intermediates()));
    YX_TRY(auto profile, profile_of(credential, key, stamps, crls, now));
    return OpenSeal{std::move(key), std::move(credential), std::move(profile)};
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
        crypto::open_key(location_of(*rows.find(storage::approval_key_name), settings.data_dir));
    if (approver) {
        room.approver = *std::move(approver);
    } else {
        log::warning("approval.key_unavailable", {{"error", approver.error().describe()}});
    }
    if (const KeyRecord* offline = rows.find(storage::offline_key_name)) {
        YX_TRY(const OpenKey key, open_key_of(*offline, settings.data_dir));
        room.offline = key.signer;
    }
    YX_TRY(room.letters,
           open_letters(rows, settings, stamps, crls, room.stationery, *room.revocation, now));
    YX_CHECK(room.revocation->load(store, now));
    return room;
}

}  // namespace yinxin::jobs
