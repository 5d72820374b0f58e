// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/electronic_seals.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/crypto/trust.hpp"
#include "yinxin/issuing/electronic_seal.hpp"
#include "yinxin/jobs/seal_art.hpp"
#include "yinxin/signing/ses_read.hpp"
#include "yinxin/signing/ses_write.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/storage/seals.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace yinxin::cli {
namespace {

constexpr std::string_view file_scheme = "file:";

int fail(const Error& error) {
    fmt::print(stderr, "yinxin seal: {}\n", error.describe());
    return exit_failed;
}

/// A path on the command line is relative to where it is typed; one in the register to the data.
std::string register_location(const std::string& uri) {
    if (!uri.starts_with(file_scheme)) return uri;
    const std::filesystem::path path(uri.substr(file_scheme.size()));
    return std::string(file_scheme) + std::filesystem::absolute(path).string();
}

/// Certificate and chain of the key that is to seal.
struct SealingKey {
    std::shared_ptr<const crypto::Signer> key;
    crypto::Certificate certificate;
    std::vector<crypto::Certificate> chain;
};

Result<SealingKey> open_sealing_key(const ElectronicSealRequest& request) {
    YX_TRY(auto key, crypto::open_key(request.key));
    YX_TRY(auto chain, crypto::load_certificates(request.certificates));
    crypto::Certificate leaf = std::move(chain.front());
    chain.erase(chain.begin());
    if (chain.empty()) {
        return Error(ErrorCode::certificate_unreadable,
                     "--certificates needs the CAs up to the root behind the certificate");
    }
    return SealingKey{std::move(key), std::move(leaf), std::move(chain)};
}

/// A name that is free: keys of earlier electronic seals stay in the register.
Result<std::string> free_key_name(storage::Reader& reader, const std::string& seal_id) {
    for (int number = 1;; ++number) {
        std::string name = seal_id + ".sm2";
        if (number > 1) name += "-" + std::to_string(number);
        YX_TRY(const auto taken, storage::find_key(reader, name));
        if (!taken) return name;
    }
}

Result<void> enter(storage::Transaction& transaction,
                   const ElectronicSealRequest& request,
                   const SealingKey& sealing,
                   const Bytes& seal,
                   Instant now) {
    storage::KeyRecord record;
    YX_TRY(record.name, free_key_name(transaction, request.seal_id));
    record.purpose = "seal";
    record.algorithm = crypto::name_of(sealing.key->algorithm());
    record.location = register_location(request.key);
    record.used_by = "seal desk";
    record.rotation = "with its certificate; the electronic seal is made again";
    const BytesView spki = sealing.certificate.spki();
    record.public_key = Bytes(spki.begin(), spki.end());
    record.certificate_pem = sealing.certificate.pem();
    record.chain_pem.emplace();
    for (const crypto::Certificate& above : sealing.chain)
        *record.chain_pem += above.pem();
    record.created_at = now;
    YX_CHECK(storage::insert_key(transaction, record));
    YX_CHECK(storage::set_electronic_seal(transaction, request.seal_id, record.name, seal));
    return storage::append_audit(
        transaction,
        {now,
         domain::ActorKind::operator_shell,
         "seal",
         domain::EventKind::configuration_changed,
         "seal:" + request.seal_id,
         {{"key", record.name}, {"electronic_seal", to_hex(crypto::sha256(seal))}}});
}

/// The authorities that the press will trust once this seal is entered: those of every seal key
/// of the register, and of the key that is entered with it.
Result<std::unique_ptr<crypto::TrustStore>> trust_of_the_press(storage::Reader& reader,
                                                               const SealingKey& sealing) {
    std::vector<crypto::Certificate> anchors{sealing.chain.back()};
    std::vector<crypto::Certificate> between(sealing.chain.begin(), sealing.chain.end() - 1);
    YX_TRY(const auto keys, storage::list_keys(reader));
    for (const storage::KeyRecord& key : keys) {
        if (key.purpose != "seal" || !key.chain_pem || key.chain_pem->empty()) continue;
        YX_TRY(auto chain, crypto::parse_pem_certificates(*key.chain_pem));
        anchors.push_back(chain.back());
        between.insert(between.end(), chain.begin(), chain.end() - 1);
    }
    return std::make_unique<crypto::TrustStore>(
        std::move(anchors), std::vector<crypto::Crl>{}, std::move(between));
}

Error refuse(const Error& reason, std::string_view who) {
    return Error(reason.code(), std::string(who) + ": " + reason.describe());
}

/// Whatever the press would find wrong with every OFD sealed with it is said here, before it
/// stops the pressing.
Result<void> check_as_the_press_will(storage::Reader& reader,
                                     const SealingKey& sealing,
                                     BytesView seal,
                                     Instant now) {
    YX_TRY(const auto trust, trust_of_the_press(reader, sealing));
    YX_TRY(const signing::SesSeal read, signing::read_ses_seal(seal));
    YX_TRY(const auto maker, crypto::Certificate::parse_der(read.maker_certificate));
    if (!maker.is_current(read.created_at)) {
        return Error(ErrorCode::certificate_not_current,
                     "the maker's certificate was not valid when the seal was made, " +
                         format_civil(read.created_at));
    }
    if (const auto path = trust->verify(maker, sealing.chain, read.created_at); !path) {
        return refuse(path.error(), "the maker's certificate");
    }
    if (const auto path = trust->verify(sealing.certificate, sealing.chain, now); !path) {
        return refuse(path.error(), "--certificates");
    }
    if (now < read.not_before || now > read.not_after) {
        return Error(ErrorCode::certificate_not_current,
                     "the electronic seal is valid " + format_civil(read.not_before) + " to " +
                         format_civil(read.not_after) + ", not now");
    }
    return ok();
}

Result<Bytes> make(const DataDirectory& data,
                   const ElectronicSealRequest& request,
                   const SealingKey& sealing,
                   Instant now) {
    YX_TRY(const auto maker_key, crypto::open_key(request.maker_key));
    YX_TRY(const auto maker, crypto::load_certificates(request.maker_certificate));
    YX_TRY(const auto fonts, documents::FontBook::load(documents::FontSources::debian()));
    return data.store->read_now([&](storage::Reader& reader) -> Result<Bytes> {
        YX_TRY(const auto record, storage::find_seal(reader, request.seal_id));
        if (!record) return Error(ErrorCode::not_found, "no seal " + request.seal_id);
        YX_TRY(const storage::ReferenceText text,
               storage::load_reference_text(reader, storage::catalogue_text, now));
        YX_TRY(const config::Reference reference, config::parse_reference(text.body));
        YX_TRY(const documents::SealArt art, jobs::seal_art_of(reference, record->seal));
        return issuing::make_electronic_seal(
            record->seal, art, *fonts, sealing.certificate, {*maker_key, maker.front()}, now);
    });
}

/// Makes a seal, or takes one that was made elsewhere; both are checked as the press will.
Result<void> put_in(const ElectronicSealRequest& request) {
    const Instant now = SystemClock().now();
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data));
    YX_TRY(const SealingKey sealing, open_sealing_key(request));
    const bool is_made = request.action == SealAction::make;
    YX_TRY(const Bytes seal, is_made ? make(data, request, sealing, now) : read_file(request.file));
    YX_TRY(const auto credential,
           signing::SesCredential::create(
               sealing.key, sealing.certificate, sealing.chain, Bytes(seal)));
    YX_CHECK(data.store->read_now([&](storage::Reader& reader) -> Result<void> {
        YX_TRY(const auto record, storage::find_seal(reader, request.seal_id));
        if (!record) return Error(ErrorCode::not_found, "no seal " + request.seal_id);
        return check_as_the_press_will(reader, sealing, seal, now);
    }));
    if (!request.is_applied) {
        fmt::print(
            "Would enter an electronic seal for {}, valid {} to {}. Nothing was changed: add "
            "--apply.\n",
            request.seal_id,
            format_civil(credential.not_before()),
            format_civil(credential.not_after()));
        return ok();
    }
    // The file first: where it cannot be written, the register is as it was.
    if (is_made && !request.output.empty()) {
        YX_CHECK(write_file_durably(request.output, seal, FileMode::everybody_reads));
    }
    YX_CHECK(data.store->write_now([&](storage::Transaction& transaction) {
        return enter(transaction, request, sealing, seal, now);
    }));
    fmt::print("{} seals OFDs from the next start of the service on.\n", request.seal_id);
    return ok();
}

std::string subject_of(BytesView der) {
    const auto certificate = crypto::Certificate::parse_der(der);
    return certificate ? certificate->common_name() : "unreadable";
}

void print_words(const signing::SesSeal& seal) {
    fmt::print("Electronic seal {} (GB/T 38540, version {}, by {})\n  Name: {}\n",
               seal.id,
               seal.version,
               seal.vendor,
               seal.name);
    fmt::print("  Made: {}\n  Valid: {} to {}\n",
               format_civil(seal.created_at),
               format_civil(seal.not_before),
               format_civil(seal.not_after));
    fmt::print("  Picture: {}, {} bytes, {} x {} mm\n",
               seal.picture_type,
               seal.picture.size(),
               seal.width_mm,
               seal.height_mm);
    fmt::print("  Maker: {}\n", subject_of(seal.maker_certificate));
    for (const BytesView signer : seal.certificates)
        fmt::print("  May sign: {}\n", subject_of(signer));
    if (!seal.digests.empty()) fmt::print("  May sign: {} named by digest\n", seal.digests.size());
}

void print_json(const signing::SesSeal& seal) {
    boost::json::array signers;
    for (const BytesView signer : seal.certificates)
        signers.emplace_back(subject_of(signer));
    const boost::json::object told{{"id", seal.id},
                                   {"name", seal.name},
                                   {"version", seal.version},
                                   {"vendor", seal.vendor},
                                   {"created_at", format_civil(seal.created_at)},
                                   {"not_before", format_civil(seal.not_before)},
                                   {"not_after", format_civil(seal.not_after)},
                                   {"picture_type", seal.picture_type},
                                   {"picture_bytes", seal.picture.size()},
                                   {"width_mm", seal.width_mm},
                                   {"height_mm", seal.height_mm},
                                   {"maker", subject_of(seal.maker_certificate)},
                                   {"signers", signers}};
    fmt::print("{}\n", boost::json::serialize(told));
}

Result<void> show(const ElectronicSealRequest& request) {
    YX_TRY(const Bytes bytes, read_file(request.file));
    YX_TRY(const signing::SesSeal seal, signing::read_ses_seal(bytes));
    request.is_json ? print_json(seal) : print_words(seal);
    return ok();
}

/// The maker's signature and, where somebody is trusted, the way from the maker to him.
Result<void> verify(const ElectronicSealRequest& request) {
    YX_TRY(const Bytes bytes, read_file(request.file));
    YX_TRY(const signing::SesSeal seal, signing::read_ses_seal(bytes));
    for (const signing::SesProblem problem : signing::check_ses_seal(seal)) {
        return Error(ErrorCode::signature_wrong, "ses." + std::string(signing::name_of(problem)));
    }
    std::vector<crypto::Certificate> anchors;
    for (const auto& path : request.trust) {
        YX_TRY(const auto read, crypto::load_certificates(path));
        anchors.insert(anchors.end(), read.begin(), read.end());
    }
    if (!anchors.empty()) {
        YX_TRY(const auto maker, crypto::Certificate::parse_der(seal.maker_certificate));
        YX_CHECK(crypto::verify_chain(maker, {}, anchors, seal.created_at));
    }
    const Instant now = SystemClock().now();
    if (now < seal.not_before || now > seal.not_after) {
        return Error(ErrorCode::certificate_not_current, "the electronic seal is not valid now");
    }
    fmt::print("Intact: {} as {} made it, valid to {}.{}\n",
               seal.name,
               subject_of(seal.maker_certificate),
               format_civil(seal.not_after),
               anchors.empty() ? " Nobody said whom to trust (--trust)." : "");
    return ok();
}

}  // namespace

int run_electronic_seal(const ElectronicSealRequest& request) {
    Result<void> outcome = ok();
    switch (request.action) {
        case SealAction::make:
        case SealAction::import:
            outcome = put_in(request);
            break;
        case SealAction::show:
            outcome = show(request);
            break;
        case SealAction::verify:
            outcome = verify(request);
            break;
    }
    return outcome ? exit_ok : fail(outcome.error());
}

}  // namespace yinxin::cli
