// SPDX-License-Identifier: Apache-2.0
#include "support/small_house.hpp"

#include "support/house_pattern.hpp"
#include "support/test_database.hpp"
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

SmallHouse::SmallHouse(fs::path at, Timestamps timestamps, Faces faces) : directory(std::move(at)) {
    const bool is_new = !fs::exists(directory / "keys");
    if (is_new) {
        fs::create_directories(directory);
        fs::copy(pattern_house(), directory, fs::copy_options::recursive);
        fs::permissions(directory / "keys", fs::perms::owner_all);
        copy_database(pattern_house(), directory);
    }
    settings_.data_dir = directory;
    settings_.public_url = "http://127.0.0.1:8080";
    settings_.press.offline_code = {"classic"};
    settings_.timestamp.url = timestamps == Timestamps::on ? "demo" : "";
    store_ = sure(storage::open_store(database_of(directory)));
    if (dress) store_ = dress(std::move(store_), clock);
    if (is_new && faces == Faces::pdf) change("UPDATE seal SET ofd_key_name = NULL");
    keys_ = std::make_unique<storage::DataKeys>(sure(storage::DataKeys::load(directory / "keys")));
    blobs_ = sure(storage::open_directory_blobs(directory / "blobs", keys_->columns));
    reference_.put(sure(config::parse_reference(catalogue_toml())));
    seals_ = sure(jobs::open_seal_room(
        *store_, reference_, settings_, jobs::Installation::demonstration, clock.now()));
    approval_ = sure(crypto::open_file_key(directory / "keys" / "approval.key"));
    letterhead_ = issuing::make_letterhead(settings_.public_url, reference_->marking);
    runtime_ = std::make_unique<flow::Runtime>(2);
    cpu_ = std::make_unique<flow::Pool>(flow::Pool::Shape{"cpu", 2, flow::Pool::QueueLimit(256)});
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
            seals_.offline.get(),
            seals_.revocation.get()};
}

jobs::PressTally SmallHouse::press(int most) {
    return sure(jobs::press_copies(shop(), clock.now(), most));
}

ScratchHouse::ScratchHouse(Timestamps timestamps, Faces faces)
    : directory_(scratch_name()),
      house_(std::make_unique<SmallHouse>(directory_, timestamps, faces)) {
    // As `yinxin init` leaves it: commands find the database by what is written there.
    config::Settings written = house_->settings_;
    written.data_dir = ".";
    if (const auto location = database_of(directory_); location.postgres) {
        written.database.kind = "postgresql";
        written.database.url = location.postgres->url;
    }
    sure(write_file_durably(directory_ / "yinxin.toml", as_bytes(config::describe(written))));
}

ScratchHouse::~ScratchHouse() {
    house_.reset();
    drop_database(directory_);
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
}

void ScratchHouse::reopen(Timestamps timestamps) {
    house_.reset();
    house_ = std::make_unique<SmallHouse>(directory_, timestamps);
}

}  // namespace yinxin::test
