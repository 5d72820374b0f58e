// SPDX-License-Identifier: Apache-2.0
#include "support/house_pattern.hpp"

#include "support/small_house.hpp"
#include "support/test_database.hpp"
#include "support/test_suite.hpp"
#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/issuing/electronic_seal.hpp"
#include "yinxin/jobs/seal_art.hpp"
#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/storage/seals.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace yinxin::test {
namespace {

namespace fs = std::filesystem;
using storage::Transaction;

struct SealStem {
    const char* seal;
    const char* stem;
    crypto::KeyKind key;
};
constexpr SealStem seal_stems[] = {
    {"demo_certificate_seal", "central", crypto::KeyKind::p256},
    {"demo_banking_seal", "banking", crypto::KeyKind::rsa3072},
    {"demo_tax_seal", "tax", crypto::KeyKind::p256},
};

void make_keys(const fs::path& keys) {
    crypto::DemonstrationPkiPlan plan;
    plan.organization = "印信演示机构";
    plan.common_name_tail = " (DEMO)";
    plan.now = house_opens;
    for (const SealStem& seal : seal_stems) {
        plan.seals.push_back(
            {seal.stem, {.common_name = std::string("演示专用章 ") + seal.stem}, seal.key, true});
    }
    plan.seals.push_back({"receipts", {.common_name = "演示回执"}, crypto::KeyKind::p256});
    plan.seals.push_back({"offline", {.common_name = "演示离线核验码"}, crypto::KeyKind::p256});
    plan.seals.push_back({"approval", {.common_name = "演示审批"}, crypto::KeyKind::p256});
    plan.seals.push_back({"intruder", {.common_name = "演示入侵"}, crypto::KeyKind::p256});
    sure(crypto::make_demonstration_pki(keys, plan));
    sure(storage::DataKeys::create(keys, suite()));
}

storage::KeyRecord key_record(const fs::path& keys,
                              const std::string& stem,
                              std::string name,
                              const std::string& tree = "") {
    const auto key = sure(crypto::open_file_key(keys / (stem + ".key")));
    const auto certificates = sure(crypto::load_certificates(keys / (stem + ".crt")));
    const auto root = sure(crypto::load_certificates(keys / (tree + "root.crt")));
    storage::KeyRecord record;
    record.name = std::move(name);
    record.purpose = record.name.starts_with("seal-") ? "seal" : record.name;
    record.algorithm = crypto::name_of(key->algorithm());
    record.location = "file:keys/" + stem + ".key";
    record.used_by = "test";
    record.rotation = "never";
    record.public_key = Bytes(key->public_key_spki().begin(), key->public_key_spki().end());
    record.certificate_pem = certificates.at(0).pem();
    record.chain_pem = certificates.at(1).pem() + root.at(0).pem();
    record.created_at = house_opens;
    return record;
}

/// The national key of a seal, and the electronic seal that names it.
Result<void> enter_electronic_seal(Transaction& transaction,
                                   const config::Reference& reference,
                                   const fs::path& keys,
                                   const std::string& stem,
                                   const domain::Seal& seal) {
    static const auto fonts = sure(documents::FontBook::load(documents::FontSources::debian()));
    const std::string key = "seal-" + stem + ".sm2";
    YX_CHECK(storage::insert_key(transaction, key_record(keys, stem + ".sm2", key, "sm2-")));
    const auto maker_key = sure(crypto::open_file_key(keys / "sm2-maker.key"));
    const auto maker = sure(crypto::load_certificates(keys / "sm2-maker.crt"));
    const auto signer = sure(crypto::load_certificates(keys / (stem + ".sm2.crt")));
    YX_TRY(const Bytes made,
           issuing::make_electronic_seal(seal,
                                         sure(jobs::seal_art_of(reference, seal)),
                                         *fonts,
                                         signer.front(),
                                         {*maker_key, maker.front()},
                                         house_opens));
    return storage::set_electronic_seal(transaction, seal.id, key, made);
}

Result<void> enter_seals(Transaction& transaction,
                         const config::Reference& reference,
                         const fs::path& keys) {
    for (const SealStem& stem : seal_stems) {
        domain::Seal seal = reference.seals.at(stem.seal);
        seal.state = domain::SealState::in_use;
        const auto& assignments = reference.seal_assignments;
        const auto assigned =
            std::ranges::find(assignments, seal.id, &domain::SealAssignment::seal_id);
        const std::string key = std::string("seal-") + stem.stem;
        YX_CHECK(storage::insert_key(transaction, key_record(keys, stem.stem, key)));
        YX_CHECK(storage::insert_seal(transaction,
                                      {.seal = seal, .type = assigned->type, .key_name = key}));
        YX_CHECK(enter_electronic_seal(transaction, reference, keys, stem.stem, seal));
    }
    YX_CHECK(storage::insert_key(transaction,
                                 key_record(keys, "sm2-timestamp", "sm2-timestamp", "sm2-")));
    YX_CHECK(storage::insert_key(transaction, key_record(keys, "receipts", "receipts")));
    YX_CHECK(storage::insert_key(transaction, key_record(keys, "offline", "offline")));
    YX_CHECK(storage::insert_key(transaction, key_record(keys, "approval", "approval")));
    return storage::insert_key(transaction, key_record(keys, "timestamp", "timestamp"));
}

/// Everything that needs time to make, made once per process and copied for each house.
void make_installation(const fs::path& directory) {
    fs::create_directories(directory / "blobs");
    make_keys(directory / "keys");
    const auto store = new_store(directory, house_opens);
    const std::string toml = catalogue_toml();
    const config::Reference reference = sure(config::parse_reference(toml));
    sure(store->write_now([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::choose_suite(transaction, suite()));
        YX_CHECK(storage::insert_reference_text(
            transaction, {std::string(storage::catalogue_text), 1, toml, house_opens}));
        for (const auto& [id, policy] : reference.policies) {
            YX_CHECK(storage::put_policy_quota(transaction, id, policy.quota));
        }
        return enter_seals(transaction, reference, directory / "keys");
    }));
    const auto keys = sure(storage::DataKeys::load(directory / "keys"));
    const auto blobs = sure(storage::open_directory_blobs(directory / "blobs", keys.columns));
    const Bytes photo = portrait();
    sure(blobs->put(crypto::sha256(photo), photo));
}

}  // namespace

Bytes portrait() {
    return sure(read_file(YX_SOURCE_DIR "/tests/unit/documents/data/portrait.jpg"));
}

std::string catalogue_toml() {
    return sure(read_text_file(YX_SOURCE_DIR "/demo/catalogue.toml"));
}

fs::path scratch_name() {
    std::string pattern = (fs::temp_directory_path() / "yinxin-house-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    return pattern;
}

const fs::path& pattern_house() {
    struct Pattern {
        fs::path directory = scratch_name();
        Pattern() { make_installation(directory); }
        ~Pattern() {
            std::error_code ignored;
            fs::remove_all(directory, ignored);
        }
    };
    static const Pattern pattern;
    return pattern.directory;
}

}  // namespace yinxin::test
