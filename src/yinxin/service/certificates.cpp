// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/certificates.hpp"

#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::CertificateRecord;
using storage::Reader;
using storage::Transaction;

Result<CertificateFacts> facts_of(Reader& reader,
                                  const Services& services,
                                  AccountId account,
                                  CertificateRecord record) {
    const Instant now = services.clock.now();
    CertificateFacts facts{.certificate = std::move(record)};
    const CertificateRecord& certificate = facts.certificate;
    facts.policy = services.reference->find_policy(certificate.policy_id);
    facts.issuer = services.reference->find_issuer(certificate.face.issuer_id);
    if (facts.policy == nullptr || facts.issuer == nullptr) {
        return Error(ErrorCode::config_invalid, "certificate without policy or issuer");
    }
    facts.needs_endorsement =
        domain::needs_endorsement(*facts.policy, certificate.face.issued_on, facts.issuer->kind);
    const HolderId holder = certificate.holder;
    const LineId line = certificate.line;
    YX_TRY(
        facts.data_checked_at,
        reader.maybe<Instant>(sql::data_check::find, holder, line, certificate.version, account));
    YX_TRY(const std::optional<Instant> before,
           reader.maybe<Instant>(
               sql::data_check::find_before, holder, line, certificate.version, account));
    facts.checked_before = before.has_value();
    YX_TRY(facts.endorsements, storage::list_endorsements(reader, holder, line));
    YX_TRY(facts.paper, storage::find_paper_certificate(reader, holder, line));
    YX_TRY(facts.exempt_copy, storage::find_exempt_copy(reader, holder, line, certificate.version));
    const auto past = storage::past_applications(facts.endorsements);
    const CivilDay today = civil_day(now);
    facts.used = domain::used(past, today, *facts.policy);
    facts.first_possible_day = domain::first_possible_day(past, today, *facts.policy);
    return facts;
}

/// The current version of one line, if it is this actor's and released.
Result<CertificateRecord> find_own(Reader& reader,
                                   const Services& services,
                                   const Actor& actor,
                                   LineId line) {
    for (const HolderId holder : actor.holders) {
        YX_TRY(std::optional<CertificateRecord> record,
               storage::find_certificate(reader, services.keys, holder, line, std::nullopt));
        if (record && storage::is_released(*record)) return *std::move(record);
    }
    return Error(ErrorCode::not_found, "certificate " + line.str());
}

}  // namespace

const storage::EndorsementRow* CertificateFacts::pending() const noexcept {
    const auto found = std::ranges::find(
        endorsements, domain::EndorsementState::pending, &storage::EndorsementRow::state);
    return found == endorsements.end() ? nullptr : &*found;
}

const storage::EndorsementRow* CertificateFacts::current(Instant now) const noexcept {
    if (!is_valid()) return nullptr;
    for (const storage::EndorsementRow& row : endorsements) {
        const bool is_this_version = row.version == certificate.version;
        if (is_this_version && view_of(row, *policy, now) == domain::EndorsementView::current) {
            return &row;
        }
    }
    return nullptr;
}

domain::EndorsementView view_of(const storage::EndorsementRow& row,
                                const domain::EndorsementPolicy& policy,
                                Instant now) noexcept {
    return domain::view_at(row.state, row.applied_at, row.valid_until, now, policy.promise);
}

Task<Result<std::vector<CertificateFacts>>> list_certificates(Services& services,
                                                              const Actor& actor) {
    using Facts = std::vector<CertificateFacts>;
    co_return co_await services.store.read([&](Reader& reader) -> Result<Facts> {
        Facts all;
        for (const HolderId holder : actor.holders) {
            YX_TRY(std::vector<CertificateRecord> records,
                   storage::list_certificates(reader, services.keys, holder));
            for (CertificateRecord& record : records) {
                if (!storage::is_released(record)) continue;
                YX_TRY(CertificateFacts facts,
                       facts_of(reader, services, actor.account, std::move(record)));
                all.push_back(std::move(facts));
            }
        }
        return all;
    });
}

Task<Result<std::vector<CertificateRecord>>> list_withheld(Services& services, const Actor& actor) {
    using Records = std::vector<CertificateRecord>;
    co_return co_await services.store.read([&](Reader& reader) -> Result<Records> {
        Records withheld;
        for (const HolderId holder : actor.holders) {
            YX_TRY(Records records, storage::list_certificates(reader, services.keys, holder));
            for (CertificateRecord& record : records) {
                if (storage::is_released(record) || !storage::is_known(record)) continue;
                withheld.push_back(std::move(record));
            }
        }
        return withheld;
    });
}

Task<Result<CertificateFacts>> load_certificate(Services& services,
                                                const Actor& actor,
                                                LineId line) {
    co_return co_await services.store.read([&](Reader& reader) -> Result<CertificateFacts> {
        YX_TRY(CertificateRecord record, find_own(reader, services, actor, line));
        return facts_of(reader, services, actor.account, std::move(record));
    });
}

Task<Result<std::vector<CertificateRecord>>> list_versions(Services& services,
                                                           const Actor& actor,
                                                           LineId line) {
    using Records = std::vector<CertificateRecord>;
    co_return co_await services.store.read([&](Reader& reader) -> Result<Records> {
        YX_TRY(const CertificateRecord record, find_own(reader, services, actor, line));
        return storage::list_versions(reader, services.keys, record.holder, line);
    });
}

Task<Result<std::vector<storage::CertificateChange>>> list_changes(Services& services,
                                                                   const Actor& actor,
                                                                   LineId line) {
    using Changes = std::vector<storage::CertificateChange>;
    co_return co_await services.store.read([&](Reader& reader) -> Result<Changes> {
        YX_TRY(const CertificateRecord record, find_own(reader, services, actor, line));
        return storage::list_certificate_changes(
            reader, services.keys, {record.holder, record.line});
    });
}

Task<Result<void>> confirm_data(Services& services, const Actor& actor, LineId line, int version) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_TRY(const CertificateRecord record, find_own(transaction, services, actor, line));
        if (record.version != version) {
            return Error(ErrorCode::conflict, "the certificate has a newer version");
        }
        YX_CHECK(transaction.execute(
            sql::data_check::insert, record.holder, line, version, actor.account, now));
        return storage::append_audit(transaction,
                                     {now,
                                      domain::ActorKind::holder,
                                      actor.account.str(),
                                      domain::EventKind::data_checked,
                                      "certificate:" + line.str(),
                                      {{"version", std::to_string(version)}}});
    });
}

Task<Result<std::string>> draw_preview(Services& services,
                                       const Actor& actor,
                                       LineId line,
                                       documents::SvgSize size) {
    YX_CO_TRY(const CertificateRecord record,
              co_await services.store.read([&](Reader& reader) -> Result<CertificateRecord> {
                  return find_own(reader, services, actor, line);
              }));
    YX_CO_TRY(Bytes photo, co_await fetch_photo(services, record.face.photo_sha256));
    auto draw = [&services, face = record.face, size, photo = std::move(photo)]() mutable {
        const documents::Face page =
            issuing::compose_preview(face, letterhead_of(services), std::move(photo));
        return documents::draw_svg(page, services.stationery, documents::SvgOptions{size, {}, {}});
    };
    co_return co_await flow::on_pool(services.cpu, std::move(draw));
}

Task<Result<std::vector<storage::CopyChecks>>> list_checks(Services& services,
                                                           const Actor& actor,
                                                           LineId line) {
    using Checks = std::vector<storage::CopyChecks>;
    co_return co_await services.store.read([&](Reader& reader) -> Result<Checks> {
        YX_TRY(const CertificateRecord record, find_own(reader, services, actor, line));
        return storage::list_copy_checks(reader, record.holder, line);
    });
}

Task<Result<std::vector<storage::CheckRow>>> list_known_checks(Services& services,
                                                               const Actor& actor,
                                                               LineId line) {
    using Checks = std::vector<storage::CheckRow>;
    constexpr int most_shown = 100;
    const Instant now = services.clock.now();
    co_return co_await services.store.read([&](Reader& reader) -> Result<Checks> {
        YX_TRY(const CertificateRecord record, find_own(reader, services, actor, line));
        YX_TRY(Checks checks,
               storage::list_checks(reader, services.keys, record.holder, now, most_shown));
        std::erase_if(checks, [line](const storage::CheckRow& row) { return row.line != line; });
        return checks;
    });
}

Result<CertificateRecord> find_own_certificate(Reader& reader,
                                               const Services& services,
                                               const Actor& actor,
                                               LineId line) {
    return find_own(reader, services, actor, line);
}

Result<Bytes> load_photo(const Services& services, const domain::FaceData& face) {
    return load_photo(services, face.photo_sha256);
}

Result<Bytes> load_photo(const Services& services, const std::string& photo_sha256) {
    YX_TRY(const Bytes name, parse_hex(photo_sha256));
    crypto::Digest32 digest{};
    if (name.size() != digest.size()) return Error(ErrorCode::not_found, "no photo");
    std::ranges::copy(name, digest.begin());
    return services.blobs.get(digest);
}

Task<Result<Bytes>> fetch_photo(const Services& services, std::string photo_sha256) {
    co_return co_await flow::on_pool(pool_of_files(services), [&services, name = photo_sha256] {
        return load_photo(services, name);
    });
}

issuing::Letterhead letterhead_of(const Services& services) {
    return issuing::make_letterhead(services.settings.public_url, services.reference->marking);
}

}  // namespace yinxin::service
