// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/comparison.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/person_name.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/service/look_meter.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/statistics.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::CertificateStatus;
using domain::EndorsementState;
using storage::CertificateRecord;
using storage::CopyKey;
using storage::CopyRow;
using storage::Reader;
using storage::Transaction;

/// Guessing a name and four characters must stay hopeless, a typing mistake harmless.
constexpr Allowance match_allowance{.hits = 10, .window = std::chrono::hours(1)};
constexpr Allowance match_share{.hits = 6, .window = std::chrono::hours(1)};

struct Found {
    CopyRow copy;
    CertificateRecord certificate;
};

Result<Found> find_copy_of_token(Reader& reader,
                                 const storage::DataKeys& keys,
                                 std::string_view token) {
    const auto parsed = domain::parse_copy_token(token);
    if (!parsed) return Error(ErrorCode::not_found, "not a token");
    YX_TRY(const std::optional<CopyKey> key, storage::find_copy_by_token(reader, *parsed));
    if (!key) return Error(ErrorCode::not_found, "no copy with this token");
    YX_TRY(std::optional<CopyRow> copy, storage::find_copy(reader, *key));
    if (!copy) return Error(ErrorCode::not_found, "copy of token");
    YX_TRY(std::optional<CertificateRecord> certificate,
           storage::find_certificate(reader, keys, key->holder, copy->line, copy->version));
    // A batch that was never released shows nothing at any door; a recalled or stopped one says so.
    if (!certificate || !storage::is_known(*certificate)) {
        return Error(ErrorCode::not_found, "certificate of copy");
    }
    return Found{*std::move(copy), *std::move(certificate)};
}

ComparisonVerdict verdict_of_status(CertificateStatus status) {
    switch (status) {
        case CertificateStatus::valid:
            return ComparisonVerdict::current;
        case CertificateStatus::suspended:
            return ComparisonVerdict::suspended;
        case CertificateStatus::revoked:
            return ComparisonVerdict::revoked;
        case CertificateStatus::cancelled:
            return ComparisonVerdict::cancelled;
        case CertificateStatus::superseded:
            return ComparisonVerdict::superseded;
    }
    return ComparisonVerdict::revoked;
}

/// Every withdrawal wins over expiry (design section 3).
ComparisonVerdict judge(const Found& found, Instant now) {
    const CopyRow& copy = found.copy;
    if (storage::is_stopped(found.certificate)) return ComparisonVerdict::stopped;
    if (!storage::is_released(found.certificate)) return ComparisonVerdict::recalled;
    const auto by_status = verdict_of_status(found.certificate.status);
    if (by_status != ComparisonVerdict::current) return by_status;
    if (found.certificate.version != found.certificate.current_version) {
        return ComparisonVerdict::superseded;
    }
    if (copy.endorsement_state == EndorsementState::withdrawn) return ComparisonVerdict::withdrawn;
    if (copy.endorsement_state == EndorsementState::ended_by_office) {
        return ComparisonVerdict::ended;
    }
    if (copy.state != domain::CopyState::released) return ComparisonVerdict::not_ready;
    if (copy.valid_until && now >= *copy.valid_until) return ComparisonVerdict::expired;
    return ComparisonVerdict::current;
}

Comparison comparison_of(Found found, Instant now) {
    Comparison comparison;
    comparison.verdict = judge(found, now);
    comparison.masked_name = domain::masked_name({found.certificate.face.name});
    comparison.masked_id =
        domain::masked({found.certificate.face.id_type, found.certificate.face.id_number});
    comparison.status = found.certificate.status;
    comparison.status_at = found.certificate.status_at;
    comparison.as_of = now;
    comparison.copy = std::move(found.copy);
    comparison.face = std::move(found.certificate.face);
    return comparison;
}

bool is_same_person(const domain::FaceData& face, std::string_view name, std::string_view tail) {
    const auto typed = domain::parse_person_name(name);
    if (!typed || !domain::same_name(*typed, {face.name})) return false;
    const std::string expected = domain::last_four({face.id_type, face.id_number});
    const std::string given = domain::typed_tail(tail);
    return equal_constant_time(as_bytes(expected), as_bytes(given));
}

/// What the holder reads about a look: what the register said.
std::string_view outcome_of(ComparisonVerdict verdict) {
    switch (verdict) {
        case ComparisonVerdict::current:
            return "VALID";
        case ComparisonVerdict::expired:
            return "EXPIRED";
        case ComparisonVerdict::not_ready:
            return "INDETERMINATE";
        default:
            return "REVOKED";
    }
}

/// Nobody known, or the holder: a person need not be told of himself.
bool is_only_counted(const Onlooker& onlooker, HolderId holder) {
    using storage::CheckerKind;
    if (onlooker.checker.kind == CheckerKind::anonymous) return true;
    return onlooker.checker.kind == CheckerKind::account &&
           std::ranges::find(onlooker.own, holder) != onlooker.own.end();
}

storage::NewCheck check_of(const Found& found,
                           storage::Door door,
                           const Onlooker& onlooker,
                           std::string_view outcome,
                           Instant now) {
    return {found.copy.holder,
            found.copy.line,
            found.copy.copy_no,
            door,
            onlooker.checker,
            std::string(outcome),
            now};
}

Result<void> record_look(Transaction& transaction,
                         const storage::DataKeys& keys,
                         const Found& found,
                         storage::Door door,
                         const Onlooker& onlooker,
                         Instant now) {
    if (is_only_counted(onlooker, found.copy.holder)) {
        return storage::count_copy_check(
            transaction, {found.copy.holder, found.copy.id}, domain::key(door), now);
    }
    const storage::NewCheck look =
        check_of(found, door, onlooker, outcome_of(judge(found, now)), now);
    YX_TRY(const bool is_known,
           storage::has_looked_since(transaction, keys, look, now - same_look));
    if (is_known) return ok();
    return storage::insert_check(transaction, keys, look);
}

Result<void> record_match(Transaction& transaction,
                          const storage::DataKeys& keys,
                          const Found& found,
                          const Onlooker& onlooker,
                          bool is_match,
                          Instant now) {
    const storage::Checker& checker = onlooker.checker;
    domain::AuditEvent tried{now,
                             domain::ActorKind::anonymous,
                             "",
                             domain::EventKind::copy_match_tried,
                             "copy:" + found.copy.id.str(),
                             {{"match", is_match ? "yes" : "no"}}};
    if (checker.kind != storage::CheckerKind::anonymous) {
        tried.actor_kind = domain::ActorKind::verifier;
        tried.actor = checker.made_by ? std::to_string(*checker.made_by) : checker.id;
    }
    YX_CHECK(storage::append_audit(transaction, tried));
    if (is_only_counted(onlooker, found.copy.holder)) {
        return storage::count_copy_check(
            transaction, {found.copy.holder, found.copy.id}, "match", now);
    }
    const char* outcome = is_match ? "MATCH" : "NO_MATCH";
    return storage::insert_check(
        transaction, keys, check_of(found, storage::Door::match, onlooker, outcome, now));
}

}  // namespace

Task<Result<Comparison>> compare_by_token(Services& services,
                                          std::string token,
                                          storage::Door door,
                                          Onlooker onlooker) {
    const Instant now = services.clock.now();
    YX_CO_TRY(Found found, co_await services.store.read([&](Reader& reader) {
        return find_copy_of_token(reader, services.keys, token);
    }));
    const domain::CountKey counted =
        domain::count_key(found.certificate.face, std::string(domain::key(door)));
    if (services.looks != nullptr && is_only_counted(onlooker, found.copy.holder) &&
        services.looks->count({{found.copy.holder, found.copy.id}, door, now, counted})) {
        co_return comparison_of(std::move(found), now);
    }
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::count_event(
            transaction, domain::Measure::verifications, counted, civil_day(now)));
        return record_look(transaction, services.keys, found, door, onlooker, now);
    }));
    co_return comparison_of(std::move(found), now);
}

Task<Result<std::string>> find_token_by_code(Services& services, std::string_view code) {
    YX_CO_TRY(const domain::CopyCode parsed, domain::parse_copy_code(code));
    co_return co_await services.store.read([&](Reader& reader) -> Result<std::string> {
        YX_TRY(const std::optional<CopyKey> key, storage::find_copy_by_code(reader, parsed));
        if (!key) return Error(ErrorCode::not_found, "no copy with this code");
        YX_TRY(const std::optional<CopyRow> copy, storage::find_copy(reader, *key));
        if (!copy) return Error(ErrorCode::not_found, "copy of code");
        return copy->token;
    });
}

Task<Result<MatchAnswer>> match_copy(Services& services,
                                     std::string token,
                                     std::string name,
                                     std::string id_tail,
                                     Onlooker onlooker) {
    const Instant now = services.clock.now();
    YX_CO_TRY(const Found found, co_await services.store.read([&](Reader& reader) {
        return find_copy_of_token(reader, services.keys, token);
    }));
    const bool is_match = is_same_person(found.certificate.face, name, id_tail);
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        if (!onlooker.address.empty()) {
            const std::string pair = found.copy.id.str() + '|' + counted_address(onlooker.address);
            YX_CHECK(take_allowance(
                transaction, services.keys, "match/copy-address", pair, match_share, now));
        }
        YX_CHECK(take_allowance(
            transaction, services.keys, "match/copy", found.copy.id.str(), match_allowance, now));
        return record_match(transaction, services.keys, found, onlooker, is_match, now);
    }));
    MatchAnswer answer{is_match, {}};
    if (is_match && judge(found, now) == ComparisonVerdict::current) {
        YX_CO_TRY(answer.photo,
                  co_await fetch_photo(services, found.certificate.face.photo_sha256));
    }
    co_return answer;
}

}  // namespace yinxin::service
