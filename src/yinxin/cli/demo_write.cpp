// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_write.hpp"

#include "yinxin/domain/endorsement_policy.hpp"
#include "yinxin/storage/certificate_changes.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/notices.hpp"
#include "yinxin/storage/paper_certificates.hpp"
#include "yinxin/storage/settled_endorsements.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::cli {
namespace {

using domain::EndorsementState;
using storage::Transaction;

constexpr std::string_view no_password = "!";  ///< is no hash, so no password fits it
constexpr std::string_view address = "127.0.0.1";
constexpr std::int64_t usual_file_size = 60'000;

/// One certificate line while its applications are written.
struct LineWriter {
    Transaction& transaction;
    const DemoScribe& scribe;
    const DemoLine& line;
    AccountId account;
    std::vector<domain::PastApplication> past;

    Result<void> apply(const DemoEndorsement& endorsement);
    Result<void> settle(const DemoEndorsement& endorsement,
                        const storage::NewEndorsement& application);
};

/// The hashes stand for a file that was never made; who recomputes them from the copy's id sees
/// that.
storage::GoneFile placeholder_file(CopyId copy, const std::string& seal_id) {
    const std::string text = "yinxin demonstration, no such file was ever made: copy " + copy.str();
    return {crypto::sha256(as_bytes(text)),
            crypto::sm3(as_bytes(text)),
            usual_file_size,
            seal_id,
            seal_id};
}

Result<void> LineWriter::settle(const DemoEndorsement& endorsement,
                                const storage::NewEndorsement& application) {
    storage::SettledEndorsement settled;
    settled.application = application;
    settled.state = endorsement.state;
    settled.failure_code = endorsement.failure_code;
    settled.state_at = endorsement.state_at;
    if (endorsement.state != EndorsementState::failed) {
        const auto seal = domain::seal_for(scribe.reference.seal_assignments,
                                           line.face().seal_type,
                                           civil_day(endorsement.applied_at));
        if (!seal) return Error(ErrorCode::seal_not_in_use, line.face().seal_type);
        settled.file = placeholder_file(application.copy, *seal);
    }
    return storage::insert_settled_endorsement(transaction, scribe.keys, settled);
}

Result<void> LineWriter::apply(const DemoEndorsement& endorsement) {
    const storage::NewCertificate& certificate = line.versions.back();
    const domain::EndorsementPolicy* policy = scribe.reference.find_policy(certificate.policy_id);
    if (policy == nullptr) return Error(ErrorCode::config_invalid, certificate.policy_id);
    const CivilDay day = civil_day(endorsement.applied_at);
    YX_TRY(const int slot, domain::free_slot(past, day, *policy));
    YX_TRY(const domain::Validity validity,
           domain::validity(*policy, endorsement.applied_at, endorsement.days));
    storage::NewEndorsement application;
    application.id = make_id<EndorsementId>();
    application.holder = certificate.holder;
    application.line = certificate.line;
    application.version = certificate.face.version;
    application.account = account;
    application.slot = slot;
    application.applied_at = endorsement.applied_at;
    application.window_ends_on = domain::window_end(day, *policy, endorsement.days);
    application.valid_until = validity.until;
    application.terms.days = endorsement.days;
    application.terms.recipient = endorsement.recipient;
    application.copy = make_id<CopyId>();
    past.push_back({day, slot, endorsement.state, validity.until});
    YX_CHECK(transaction.execute(storage::sql::data_check::insert,
                                 application.holder,
                                 application.line,
                                 application.version,
                                 account,
                                 endorsement.applied_at));
    if (endorsement.state != EndorsementState::pending) return settle(endorsement, application);
    YX_CHECK(storage::insert_endorsement(transaction, application));
    return storage::insert_copy_with_job(transaction,
                                         scribe.keys,
                                         {application.copy,
                                          application.holder,
                                          application.line,
                                          application.version,
                                          application.id,
                                          scribe.now});
}

/// What the office did before the demonstration begins; nobody of its staff was it.
Result<void> write_change(Transaction& transaction,
                          const DemoScribe& scribe,
                          const storage::NewCertificate& version) {
    if (version.status == domain::CertificateStatus::valid) return ok();
    return storage::insert_certificate_change(transaction,
                                              scribe.keys,
                                              {version.holder, version.line},
                                              {version.face.version,
                                               version.status_at,
                                               domain::CertificateStatus::valid,
                                               version.status,
                                               version.status_reason,
                                               "",
                                               {},
                                               {}});
}

Result<void> write_line(Transaction& transaction,
                        const DemoScribe& scribe,
                        const DemoLine& line,
                        std::optional<AccountId> account) {
    const storage::NewCertificate& last = line.versions.back();
    // supersede_certificate sets the status of each version but the last by itself.
    const std::string reason = line.versions.front().status_reason;
    for (const storage::NewCertificate& version : line.versions) {
        if (&version == &line.versions.front()) {
            YX_CHECK(storage::insert_certificate(transaction, scribe.keys, version));
        } else {
            YX_CHECK(storage::supersede_certificate(transaction, scribe.keys, version, reason));
        }
        YX_CHECK(write_change(transaction, scribe, version));
    }
    if (line.paper) {
        YX_CHECK(storage::put_paper_certificate(
            transaction, last.holder, last.line, *line.paper, last.created_at));
    }
    if (line.wants_exempt_copy) {
        YX_CHECK(storage::insert_copy_with_job(transaction,
                                               scribe.keys,
                                               {make_id<CopyId>(),
                                                last.holder,
                                                last.line,
                                                last.face.version,
                                                std::nullopt,
                                                scribe.now}));
    }
    if (!account) return ok();
    LineWriter writer{transaction, scribe, line, *account, {}};
    for (const DemoEndorsement& endorsement : line.endorsements) {
        YX_CHECK(writer.apply(endorsement));
    }
    return ok();
}

Result<AccountId> write_login(Transaction& transaction,
                              const DemoScribe& scribe,
                              const DemoHolder& holder) {
    const DemoLogin& login = *holder.login;
    const Instant created = scribe.now - Days(250);
    storage::NewAccount account;
    account.login_name = login.login_name;
    const auto hash = scribe.password_hashes.find(login.login_name);
    account.password_hash =
        hash == scribe.password_hashes.end() ? std::string(no_password) : hash->second;
    account.person = storage::StatedPerson{login.name, login.document};
    account.mobile = login.mobile;
    account.is_mobile_confirmed = true;
    account.origin = login.origin;
    account.created_at = created;
    YX_TRY(const AccountId id, storage::insert_account(transaction, scribe.keys, account));
    if (login.is_bound && holder.person) {
        YX_CHECK(storage::bind_account(
            transaction, id, holder.person->holder, storage::BindingProof::exam_platform, created));
    }
    for (int version = 1; version <= login.agreed_to; ++version) {
        YX_CHECK(transaction.execute(storage::sql::consent::insert,
                                     id,
                                     storage::service_notice,
                                     version,
                                     version == 1 ? created + Days(1) : scribe.now - Days(20),
                                     address));
    }
    if (login.agreed_to > 0) {
        YX_CHECK(transaction.execute(storage::sql::consent::insert,
                                     id,
                                     storage::privacy_notice,
                                     1,
                                     created + Days(1),
                                     address));
    }
    return id;
}

}  // namespace

Result<void> write_holder(Transaction& transaction,
                          const DemoScribe& scribe,
                          const DemoHolder& holder) {
    if (holder.person) {
        YX_CHECK(storage::insert_person(transaction, scribe.keys, *holder.person));
    }
    std::optional<AccountId> account;
    if (holder.login) {
        YX_TRY(account, write_login(transaction, scribe, holder));
    }
    for (const DemoLine& line : holder.lines) {
        YX_CHECK(write_line(transaction, scribe, line, account));
    }
    return ok();
}

}  // namespace yinxin::cli
