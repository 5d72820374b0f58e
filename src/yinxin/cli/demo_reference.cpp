// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_reference.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo.hpp"
#include "yinxin/cli/demo_electronic_seals.hpp"
#include "yinxin/cli/demo_texts.hpp"
#include "yinxin/cli/public_host.hpp"
#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/storage/seals.hpp"

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;
using storage::KeyRecord;
using storage::Transaction;

constexpr const char* ca_organization = "演示证照签发服务";
constexpr const char* ca_tail = " (DEMO)";
constexpr const char* offline_subject = "演示离线核验码";
constexpr const char* receipts_subject = "演示核验回执";
/// Associations sign with RSA here, so that both kinds of key are in use.
constexpr std::string_view rsa_seal = "demo_banking_seal";
/// Prefix of the files of the authorities that certify SM2 keys.
constexpr const char* national_tree = "sm2-";
constexpr Days valid_days{10 * 365};

fs::path keys_of(const fs::path& directory) {
    return directory / keys_folder;
}

KeyRecord record_of(std::string name, std::string purpose, Instant now) {
    KeyRecord record;
    record.location = "file:" + std::string(keys_folder) + "/" + name + ".key";
    record.name = std::move(name);
    record.purpose = std::move(purpose);
    record.rotation = "demonstration: never";
    record.created_at = now;
    return record;
}

bool has_national_tree(const fs::path& directory) {
    return fs::exists(keys_of(directory) / (std::string(national_tree) + "root.crt"));
}

/// A key with a certificate from the demonstration's CAs, as its files say.
/// @param tree  prefix of the CAs' files: "sm2-" for the national ones.
Result<KeyRecord> certified(const fs::path& directory,
                            const std::string& name,
                            const std::string& purpose,
                            const std::string& used_by,
                            Instant now,
                            const std::string& tree = "") {
    const fs::path keys = keys_of(directory);
    KeyRecord record = record_of(name, purpose, now);
    record.used_by = used_by;
    YX_TRY(const auto chain, crypto::load_certificates(keys / (name + ".crt")));
    YX_TRY(const auto root, crypto::load_certificates(keys / (tree + "root.crt")));
    YX_TRY(const std::string root_crl, read_text_file(keys / (tree + "root.crl")));
    YX_TRY(const std::string issuing_crl, read_text_file(keys / (tree + "issuing.crl")));
    YX_TRY(const crypto::PublicKey public_key, chain.front().public_key());
    record.algorithm = crypto::name_of(public_key.algorithm());
    const BytesView spki = chain.front().spki();
    record.public_key = Bytes(spki.begin(), spki.end());
    record.certificate_pem = chain.front().pem();
    record.chain_pem = chain.back().pem() + root.front().pem();
    record.crl_pem = issuing_crl + root_crl;
    return record;
}

Result<KeyRecord> approval_record(const fs::path& directory, Instant now) {
    const std::string name(storage::approval_key_name);
    KeyRecord record = record_of(name, "approval", now);
    YX_TRY(const auto key, crypto::open_file_key(keys_of(directory) / (name + ".key")));
    record.algorithm = crypto::name_of(key->algorithm());
    record.used_by = "import";
    record.public_key = Bytes(key->public_key_spki().begin(), key->public_key_spki().end());
    return record;
}

Result<void> write_keys(Transaction& transaction,
                        const config::Reference& reference,
                        const fs::path& directory,
                        Instant now) {
    YX_TRY(const KeyRecord approval, approval_record(directory, now));
    YX_CHECK(storage::insert_key(transaction, approval));
    YX_TRY(const KeyRecord timestamp,
           certified(directory, "timestamp", "timestamp", "timestamp authority", now));
    YX_CHECK(storage::insert_key(transaction, timestamp));
    YX_TRY(const KeyRecord tls, certified(directory, "tls", "tls", "http", now));
    YX_CHECK(storage::insert_key(transaction, tls));
    YX_TRY(
        const KeyRecord receipts,
        certified(
            directory, std::string(storage::receipts_key_name), "receipts", "verification", now));
    YX_CHECK(storage::insert_key(transaction, receipts));
    YX_TRY(const KeyRecord offline,
           certified(directory, std::string(storage::offline_key_name), "offline", "press", now));
    YX_CHECK(storage::insert_key(transaction, offline));
    for (const auto& [id, seal] : reference.seals) {
        YX_TRY(const KeyRecord key, certified(directory, id, "seal", "seal desk", now));
        YX_CHECK(storage::insert_key(transaction, key));
        if (!has_national_tree(directory)) continue;
        YX_TRY(const KeyRecord national,
               certified(directory, id + ".sm2", "seal", "seal desk", now, national_tree));
        YX_CHECK(storage::insert_key(transaction, national));
    }
    return ok();
}

/// Who stamps and who makes seals in the national tree.
Result<void> write_national_keys(Transaction& transaction, const fs::path& directory, Instant now) {
    YX_TRY(const KeyRecord timestamp,
           certified(
               directory, "sm2-timestamp", "timestamp", "timestamp authority", now, national_tree));
    YX_CHECK(storage::insert_key(transaction, timestamp));
    YX_TRY(const KeyRecord maker,
           certified(directory, "sm2-maker", "seal maker", "operator", now, national_tree));
    return storage::insert_key(transaction, maker);
}

Result<void> write_seals(Transaction& transaction, const config::Reference& reference) {
    for (const auto& [id, seal] : reference.seals) {
        storage::SealRecord record{.seal = seal, .type = {}, .key_name = id};
        record.seal.state = domain::SealState::in_use;
        if (!record.seal.valid_until) record.seal.valid_until = seal.valid_from + 2 * valid_days;
        for (const domain::SealAssignment& assignment : reference.seal_assignments) {
            if (assignment.seal_id == id) record.type = assignment.type;
        }
        YX_CHECK(storage::insert_seal(transaction, record));
    }
    return ok();
}

Result<void> write_texts(Transaction& transaction) {
    YX_TRY(const DemoTexts texts, load_demo_texts());
    for (const storage::NoticeRow& notice : texts.notices) {
        YX_CHECK(storage::insert_notice(transaction, notice));
    }
    for (const storage::NoticeRow& notice : texts.privacy) {
        YX_CHECK(storage::insert_notice(transaction, notice, storage::privacy_notice));
    }
    for (const storage::Article& article : texts.articles) {
        YX_CHECK(storage::insert_article(transaction, article));
    }
    return ok();
}

}  // namespace

Result<void> make_demo_keys(const DemoPlan& demo, const config::Reference& reference) {
    crypto::DemonstrationPkiPlan plan;
    plan.organization = ca_organization;
    plan.common_name_tail = ca_tail;
    plan.now = demo.now;
    for (const auto& [id, seal] : reference.seals) {
        const domain::Issuer& issuer = reference.issuers.at(seal.issuer_id);
        crypto::DistinguishedName subject;
        subject.organization = issuer.name.zh;
        subject.common_name = seal.name.zh + ca_tail;
        const auto usual = id == rsa_seal ? crypto::KeyKind::rsa3072 : crypto::KeyKind::p256;
        plan.seals.push_back(
            {id, std::move(subject), demo.seal_key.value_or(usual), demo.seals_ofd});
    }
    plan.seals.push_back({std::string(storage::receipts_key_name),
                          {.organization = ca_organization,
                           .common_name = std::string(receipts_subject) + ca_tail}});
    plan.seals.push_back(
        {std::string(storage::offline_key_name),
         {.organization = ca_organization, .common_name = std::string(offline_subject) + ca_tail}});
    add_host(demo.public_url, plan.dns_names, plan.ip_addresses);
    YX_CHECK(crypto::make_demonstration_pki(keys_of(demo.directory), plan));
    return crypto::generate_key_file(
        keys_of(demo.directory) / (std::string(storage::approval_key_name) + ".key"),
        crypto::KeyKind::p256);
}

Result<void> write_demo_reference(Transaction& transaction,
                                  const config::Reference& reference,
                                  const fs::path& directory,
                                  Instant now) {
    YX_CHECK(storage::insert_reference_text(
        transaction,
        {std::string(storage::catalogue_text), 1, std::string(demo_catalogue()), Instant{}}));
    for (const auto& [id, policy] : reference.policies) {
        YX_CHECK(storage::put_policy_quota(transaction, id, policy.quota));
    }
    YX_CHECK(write_keys(transaction, reference, directory, now));
    YX_CHECK(write_seals(transaction, reference));
    if (has_national_tree(directory)) {
        YX_CHECK(write_national_keys(transaction, directory, now));
        YX_CHECK(write_demo_electronic_seals(transaction, reference, keys_of(directory), now));
    }
    return write_texts(transaction);
}

Result<void> certify_demo_host(const fs::path& directory,
                               std::string_view public_url,
                               Instant now) {
    std::vector<std::string> names{"localhost"};
    std::vector<std::string> addresses{"127.0.0.1", "::1"};
    if (!public_url.starts_with("https://")) {
        return Error(ErrorCode::invalid_input, "public URL is not https");
    }
    add_host(public_url, names, addresses);
    const fs::path keys = keys_of(directory);
    YX_TRY(const auto issuing_key, crypto::open_file_key(keys / "issuing.key"));
    YX_TRY(const auto issuing, crypto::load_certificates(keys / "issuing.crt"));
    YX_TRY(const auto tls_key, crypto::open_file_key(keys / "tls.key"));
    crypto::CertificatePlan plan;
    plan.role = crypto::CertificateRole::tls_server;
    plan.subject.organization = ca_organization;
    plan.subject.common_name = std::string("TLS server") + ca_tail;
    plan.not_before = now - Days(1);
    plan.not_after = now + Days(396);
    plan.dns_names = std::move(names);
    plan.ip_addresses = std::move(addresses);
    YX_TRY(
        const crypto::Certificate leaf,
        crypto::issue_certificate(plan, tls_key->public_key_spki(), *issuing_key, issuing.front()));
    return write_file_durably(
        keys / "tls.crt", as_bytes(leaf.pem() + issuing.front().pem()), FileMode::everybody_reads);
}

}  // namespace yinxin::cli
