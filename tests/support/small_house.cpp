// SPDX-License-Identifier: Apache-2.0
#include "support/small_house.hpp"

#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/flow/pools.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/service/endorsements.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/persons.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/storage/seals.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>

namespace yinxin::test {
namespace {

namespace fs = std::filesystem;
using storage::Reader;
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

fs::path database_in(const fs::path& directory) {
    return directory / "yinxin.sqlite";
}

Bytes portrait() {
    return sure(read_file(YX_SOURCE_DIR "/tests/unit/documents/data/portrait.jpg"));
}

std::string catalogue_toml() {
    return sure(read_text_file(YX_SOURCE_DIR "/demo/catalogue.toml"));
}

void make_keys(const fs::path& keys) {
    crypto::DemonstrationPkiPlan plan;
    plan.organization = "印信演示机构";
    plan.common_name_tail = " (DEMO)";
    plan.now = house_opens;
    for (const SealStem& seal : seal_stems) {
        plan.seals.push_back(
            {seal.stem, {.common_name = std::string("演示专用章 ") + seal.stem}, seal.key});
    }
    plan.seals.push_back({"receipts", {.common_name = "演示回执"}, crypto::KeyKind::p256});
    plan.seals.push_back({"offline", {.common_name = "演示离线核验码"}, crypto::KeyKind::p256});
    plan.seals.push_back({"approval", {.common_name = "演示审批"}, crypto::KeyKind::p256});
    plan.seals.push_back({"intruder", {.common_name = "演示入侵"}, crypto::KeyKind::p256});
    sure(crypto::make_demonstration_pki(keys, plan));
    sure(storage::DataKeys::create(keys));
}

storage::KeyRecord key_record(const fs::path& keys, const std::string& stem, std::string name) {
    const auto key = sure(crypto::open_file_key(keys / (stem + ".key")));
    const auto certificates = sure(crypto::load_certificates(keys / (stem + ".crt")));
    const auto root = sure(crypto::load_certificates(keys / "root.crt"));
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
        YX_CHECK(storage::insert_seal(transaction, {seal, assigned->type, key, 0}));
    }
    YX_CHECK(storage::insert_key(transaction, key_record(keys, "receipts", "receipts")));
    YX_CHECK(storage::insert_key(transaction, key_record(keys, "offline", "offline")));
    YX_CHECK(storage::insert_key(transaction, key_record(keys, "approval", "approval")));
    return storage::insert_key(transaction, key_record(keys, "timestamp", "timestamp"));
}

/// Everything that needs time to make, made once per process and copied for each house.
void make_installation(const fs::path& directory) {
    fs::create_directories(directory / "blobs");
    make_keys(directory / "keys");
    const std::string database = database_in(directory).string();
    sure(storage::migrate_sqlite(database, storage::Create::yes, house_opens));
    const auto store = sure(storage::open_sqlite(database));
    const std::string toml = catalogue_toml();
    const config::Reference reference = sure(config::parse_reference(toml));
    sure(store->write_now([&](Transaction& transaction) -> Result<void> {
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

domain::IdNumber id_number(int serial) {
    std::string body =
        fmt::format("11010119{:02}0307{:03}", 50 + serial / 1000 % 50, serial % 1000);
    return {domain::IdDocumentType::resident_identity_card, body + domain::gb11643_check(body)};
}

int next_serial() {
    static std::atomic<int> serial{100};
    return ++serial;
}

std::vector<domain::Bilingual> names_of(const config::Reference& reference,
                                        const std::vector<std::string>& authorities) {
    std::vector<domain::Bilingual> names;
    for (const std::string& id : authorities) {
        names.push_back(reference.authorities.at(id).name);
    }
    return names;
}

}  // namespace

SmallHouse::SmallHouse(fs::path at, Timestamps timestamps) : directory(std::move(at)) {
    if (!fs::exists(database_in(directory))) {
        fs::create_directories(directory);
        fs::copy(pattern_house(), directory, fs::copy_options::recursive);
        fs::permissions(directory / "keys", fs::perms::owner_all);
    }
    settings_.data_dir = directory;
    settings_.public_url = "http://127.0.0.1:8080";
    settings_.press.offline_code = {"classic"};
    settings_.timestamp.url = timestamps == Timestamps::on ? "demo" : "";
    store_ = sure(storage::open_sqlite(database_path()));
    keys_ = std::make_unique<storage::DataKeys>(sure(storage::DataKeys::load(directory / "keys")));
    blobs_ = sure(storage::open_directory_blobs(directory / "blobs", keys_->columns));
    reference_.put(sure(config::parse_reference(catalogue_toml())));
    seals_ = sure(jobs::open_seal_room(
        *store_, reference_, settings_, jobs::Installation::demonstration, clock.now()));
    approval_ = sure(crypto::open_file_key(directory / "keys" / "approval.key"));
    letterhead_ = issuing::make_letterhead(settings_.public_url, reference_->marking);
    runtime_ = std::make_unique<flow::Runtime>(2);
    cpu_ = std::make_unique<flow::Pool>(flow::Pool::Shape{"cpu", 2});
    services_ = std::unique_ptr<service::Services>(new service::Services{*store_,
                                                                         *blobs_,
                                                                         *keys_,
                                                                         reference_,
                                                                         settings_,
                                                                         clock,
                                                                         *cpu_,
                                                                         *seals_.stationery,
                                                                         [] {},
                                                                         true});
    services_->letters = seals_.letters.get();
    services_->approver = approval_.get();
    services_->references = &reference_;
    trust_.store = seals_.trust;
    services_->trust = &trust_;
    letterhead_ = service::letterhead_of(*services_);
}

SmallHouse::~SmallHouse() {
    cpu_->stop();
    runtime_->stop();
}

std::string SmallHouse::database_path() const {
    return database_in(directory).string();
}

service::Actor SmallHouse::add_person(std::string_view name) {
    const int serial = next_serial();
    const domain::PersonName person{std::string(name)};
    const domain::IdNumber document = id_number(serial);
    const auto mobile = sure(domain::parse_mobile(fmt::format("1380013{:04}", serial % 10000)));
    return sure(store_->write_now([&](Transaction& transaction) -> Result<service::Actor> {
        storage::NewPerson fresh;
        fresh.names.push_back({person, storage::FactState::current, clock.now()});
        fresh.documents.push_back({document, storage::FactState::current, clock.now()});
        fresh.mobile = mobile;
        fresh.created_at = clock.now();
        YX_TRY(const HolderId holder, storage::insert_person(transaction, *keys_, fresh));
        storage::NewAccount account;
        account.login_name = "holder" + std::to_string(new_id());
        account.password_hash = "$none";
        account.person = storage::StatedPerson{person, document};
        account.mobile = mobile;
        account.is_mobile_confirmed = true;
        account.created_at = clock.now();
        YX_TRY(const AccountId id, storage::insert_account(transaction, *keys_, account));
        YX_CHECK(storage::bind_account(
            transaction, id, holder, storage::BindingProof::office, clock.now()));
        return service::Actor{id, {holder}};
    }));
}

storage::NewCertificate SmallHouse::certificate_for(const service::Actor& actor,
                                                    const CertificateWish& wish) {
    const int year = static_cast<int>(std::chrono::year_month_day(wish.approved_on).year());
    const auto* edition = reference_->catalogue.find_edition(wish.qualification, year);
    if (edition == nullptr) throw std::runtime_error("no edition of " + wish.qualification);
    const auto person = sure(store_->read_now([&](Reader& reader) {
        return storage::list_person_names(reader, *keys_, actor.holders.at(0));
    }));
    const auto account = sure(store_->read_now(
        [&](Reader& reader) { return storage::find_account(reader, actor.account); }));
    domain::FaceData face;
    face.name = person.at(0).name.value;
    face.latin_name = "WANG YANSHI";
    face.sex = domain::Sex::female;
    face.birth = std::chrono::year(1990) / 3;
    face.id_number = sure(storage::open_identity(*keys_, account)).person->document.number;
    face.photo_sha256 = to_hex(crypto::sha256(portrait()));
    face.qualification_id = wish.qualification;
    face.level_code = wish.level;
    face.specialty_code = wish.specialty;
    face.title = edition->title;
    face.qualification = edition->name;
    if (const auto* level = edition->find_level(wish.level)) face.level = level->name;
    if (const auto* part = edition->find_specialty(wish.specialty)) face.specialty = part->name;
    face.approved_on = wish.approved_on;
    face.issued_on = wish.issued_on;
    const std::int64_t serial = new_id() % 100000000000;
    face.certificate_no = fmt::format("YX{:011}", serial);
    face.management_no = fmt::format("20251{:011}", serial);
    const domain::Issuer& issuer = *reference_->find_issuer(edition->issuer_id);
    face.issuer_id = issuer.id;
    face.issuer_uscc = issuer.uscc.value;
    face.issuer = issuer.name;
    face.authorities = names_of(*reference_, edition->authorities);
    face.template_id = edition->template_id;
    face.seal_type = edition->seal_type;
    storage::NewCertificate fresh;
    fresh.holder = actor.holders.at(0);
    fresh.line = make_id<LineId>();
    fresh.batch = make_id<BatchId>();
    fresh.policy_id = edition->policy_id;
    fresh.face = std::move(face);
    fresh.status = wish.status;
    fresh.status_at = clock.now();
    fresh.created_at = clock.now();
    return fresh;
}

LineId SmallHouse::add_certificate(const service::Actor& actor, const CertificateWish& wish) {
    storage::NewCertificate fresh = certificate_for(actor, wish);
    const auto intruder = sure(crypto::open_file_key(directory / "keys" / "intruder.key"));
    const crypto::Signer& key = wish.is_approved ? *approval_ : *intruder;
    fresh.face_signature = sure(storage::approve(fresh.holder, fresh.line, fresh.face, key));
    sure(store_->write_now([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::insert_batch(transaction,
                                       {fresh.batch,
                                        fresh.face.issuer_id,
                                        fresh.face.qualification_id,
                                        2025,
                                        wish.batch,
                                        1,
                                        clock.now(),
                                        std::nullopt}));
        return storage::insert_certificate(transaction, *keys_, fresh);
    }));
    return fresh.line;
}

Held SmallHouse::add_holder(const CertificateWish& wish, std::string_view name) {
    Held held;
    held.actor = add_person(name);
    held.holder = held.actor.holders.at(0);
    held.line = add_certificate(held.actor, wish);
    held.batch = sure(store_->read_now([&](Reader& reader) {
                     return storage::find_certificate(reader, *keys_, held.holder, held.line);
                 }))->batch;
    if (wish.batch == storage::BatchState::released) {
        sure(run(service::confirm_data(*services_, held.actor, held.line, 1)));
    }
    return held;
}

void SmallHouse::supersede(const Held& held, std::string_view corrected_name) {
    const auto record = sure(store_->read_now([&](Reader& reader) {
        return storage::find_certificate(reader, *keys_, held.holder, held.line);
    }));
    storage::NewCertificate next;
    next.holder = held.holder;
    next.line = held.line;
    next.batch = record->batch;
    next.policy_id = record->policy_id;
    next.face = record->face;
    next.face.version = record->version + 1;
    next.face.name = corrected_name;
    next.status_at = next.created_at = clock.now();
    next.face_signature = sure(storage::approve(next.holder, next.line, next.face, *approval_));
    sure(store_->write_now([&](Transaction& transaction) {
        return storage::supersede_certificate(transaction, *keys_, next, "更正姓名");
    }));
}

void SmallHouse::set_status(const Held& held, domain::CertificateStatus status) {
    sure(store_->write_now([&](Transaction& transaction) {
        return storage::set_certificate_status(
            transaction, {held.holder, held.line}, status, "演示", clock.now());
    }));
}

EndorsementId SmallHouse::apply(const Held& held, domain::EndorsementTerms terms) {
    return sure(run(service::apply_for_endorsement(*services_,
                                                   held.actor,
                                                   held.line,
                                                   std::move(terms),
                                                   {.is_short = true, .is_repeat = true})))
        .id;
}

CopyId SmallHouse::copy_of(const Held& held, EndorsementId id) {
    return sure(run(service::load_application(*services_, held.actor, id))).endorsement.copy;
}

CopyId SmallHouse::endorse(const Held& held, domain::EndorsementTerms terms) {
    const EndorsementId id = apply(held, std::move(terms));
    if (press().released < 1) {
        throw std::runtime_error(
            "nothing was released: " +
            one<std::string>("SELECT error_code || ' ' || error_detail FROM job "
                             "ORDER BY job_id DESC LIMIT 1"));
    }
    return copy_of(held, id);
}

jobs::PressShop SmallHouse::shop() {
    return {*store_,
            *blobs_,
            *keys_,
            reference_,
            *seals_.press,
            *seals_.desk,
            letterhead_,
            *seals_.approval,
            settings_.press,
            seals_.offline.get()};
}

jobs::PressTally SmallHouse::press(int most) {
    return sure(jobs::press_copies(shop(), clock.now(), most));
}

ScratchHouse::ScratchHouse(Timestamps timestamps)
    : directory_(scratch_name()), house_(std::make_unique<SmallHouse>(directory_, timestamps)) {}

ScratchHouse::~ScratchHouse() {
    house_.reset();
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
}

void ScratchHouse::reopen(Timestamps timestamps) {
    house_.reset();
    house_ = std::make_unique<SmallHouse>(directory_, timestamps);
}

}  // namespace yinxin::test
