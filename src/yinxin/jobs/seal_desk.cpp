// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/seal_desk.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/documents/ofd_certificate.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/domain/copy.hpp"
#include "yinxin/domain/copy_format.hpp"
#include "yinxin/domain/endorsement_policy.hpp"
#include "yinxin/domain/seal.hpp"
#include "yinxin/observe/live.hpp"
#include "yinxin/signing/cms.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/seals.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::jobs {
namespace {

using storage::Transaction;

/// A clock that stands behind the audit by more than this signs nothing: endorsements that were
/// over would be good again.
constexpr std::chrono::seconds clock_tolerance{2};

/// An intent with the facts of the register; members stand in the order of sql/intent/find.sql.
struct IntentFacts {
    CopyId copy;
    domain::CopyFormat format;
    std::string seal_id;
    LineId line;
    int version;
    std::optional<Instant> valid_until;
    Bytes digest;
    std::string intent_state;
    domain::CopyState copy_state;
    int copy_version;
    int current_version;
    domain::CertificateStatus status;
    std::string batch_state;
    std::string policy_id;
    std::optional<domain::EndorsementState> endorsement_state;
    std::optional<int> endorsement_version;
    std::optional<Instant> applied_at;
    std::optional<Instant> endorsement_until;
    std::optional<int> days;
    std::optional<int> slot;
    std::string trace;  ///< of the request the copy was ordered by
};

Error refuse(const char* fact) {
    return Error(ErrorCode::intent_refused, fact);
}

Result<void> check_endorsement(const IntentFacts& facts,
                               const domain::EndorsementPolicy& policy,
                               Instant now) {
    if (!facts.endorsement_state) return ok();
    if (*facts.endorsement_state != domain::EndorsementState::pending) {
        return refuse("the application is not pending");
    }
    if (*facts.endorsement_version != facts.version)
        return refuse("application of another version");
    if (facts.valid_until != facts.endorsement_until) return refuse("not the end applied for");
    if (*facts.slot > policy.quota) return refuse("over the quota");
    YX_TRY(const domain::Validity validity,
           domain::validity(policy, *facts.applied_at, *facts.days));
    if (validity.until != *facts.endorsement_until) return refuse("not the policy's end");
    if (!validity.contains(now)) return refuse("outside its validity");
    return ok();
}

Result<void> check_facts(const IntentFacts& facts,
                         const domain::Seal& seal,
                         const config::Reference& reference,
                         Instant now) {
    if (facts.intent_state != "planned") return refuse("the intent is used up");
    if (facts.copy_state != domain::CopyState::pressing) return refuse("the copy is not awaited");
    if (facts.copy_version != facts.version) return refuse("another version");
    if (facts.current_version != facts.version) return refuse("a newer version is in force");
    if (facts.status != domain::CertificateStatus::valid)
        return refuse("the certificate is not valid");
    if (facts.batch_state != "released") return refuse("the batch is not released");
    const domain::EndorsementPolicy* policy = reference.find_policy(facts.policy_id);
    if (policy == nullptr) return refuse("unknown policy");
    YX_CHECK(check_endorsement(facts, *policy, now));
    return domain::check_usable(seal, civil_day(now));
}

/// A row that was slipped into the database, or the seal of another kind of certificate.
Result<void> check_row(Transaction& transaction,
                       const ApprovedRows& approved,
                       const config::Reference& reference,
                       HolderId holder,
                       const IntentFacts& facts,
                       Instant now) {
    YX_TRY(
        const auto certificate,
        storage::find_certificate(transaction, approved.keys, holder, facts.line, facts.version));
    if (!certificate || !storage::check_approval(*certificate, approved.approval)) {
        return refuse("not what was approved");
    }
    const auto seal =
        domain::seal_for(reference.seal_assignments, certificate->face.seal_type, civil_day(now));
    if (seal != facts.seal_id) return refuse("another kind of certificate has this seal");
    return ok();
}

struct Allowed {
    std::string seal_id;
    domain::CopyFormat format = domain::CopyFormat::pdf;
    crypto::Digest32 digest{};
    std::string trace{};
};

using SealDrawer = std::map<std::string, SealKeys, std::less<>>;

/// The key that will sign: an OFD's may have been replaced in the register since it was opened.
std::string used_key(const SealDrawer& seals,
                     const IntentFacts& facts,
                     const storage::SealRecord& seal) {
    const auto keys = seals.find(facts.seal_id);
    const bool is_ofd = facts.format == domain::CopyFormat::ofd;
    return is_ofd && keys != seals.end() ? keys->second.ofd_key_name : seal.key_name;
}

/// Checks one intent and marks it used; after this commit the signature may exist.
Result<Allowed> take_intent(Transaction& transaction,
                            const config::Reference& reference,
                            const SealDrawer& seals,
                            const std::optional<ApprovedRows>& approved,
                            const IntentKey& key,
                            Instant now) {
    namespace sql = storage::sql;
    YX_TRY(const auto found,
           transaction.maybe<IntentFacts>(sql::intent::find, key.holder, key.intent));
    if (!found) return refuse("no such intent");
    const IntentFacts& facts = *found;
    YX_TRY(const auto seal, storage::find_seal(transaction, facts.seal_id));
    if (!seal) return refuse("no such seal");
    YX_CHECK(check_facts(facts, seal->seal, reference, now));
    if (approved) {
        YX_CHECK(check_row(transaction, *approved, reference, key.holder, facts, now));
    }
    Allowed allowed{facts.seal_id, facts.format, {}};
    if (facts.digest.size() != allowed.digest.size()) return refuse("not a digest");
    std::ranges::copy(facts.digest, allowed.digest.begin());
    YX_CHECK(transaction.send(sql::intent::mark_sealed, key.holder, key.intent, now));
    domain::AuditEvent used{now,
                            domain::ActorKind::system,
                            "seal_desk",
                            domain::EventKind::seal_used,
                            "intent:" + key.intent.str(),
                            {{"seal", facts.seal_id},
                             {"key", used_key(seals, facts, *seal)},
                             {"digest", to_hex(facts.digest)}}};
    if (!facts.trace.empty()) used.facts["trace"] = facts.trace;
    YX_CHECK(storage::append_audit(transaction, used));
    allowed.trace = facts.trace;
    return allowed;
}

/// Once for each seal and batch, not once for each intent.
Result<void> count_uses(Transaction& transaction, const std::vector<Result<Allowed>>& taken) {
    std::map<std::string, std::int64_t> uses;
    for (const Result<Allowed>& allowed : taken) {
        if (allowed) ++uses[allowed->seal_id];
    }
    for (const auto& [seal_id, n] : uses) {
        YX_CHECK(storage::count_seal_use(transaction, seal_id, n));
    }
    return ok();
}

/// Uses the key of the intent's kind.
Result<Bytes> sign(const SealKeys& keys,
                   const Allowed& allowed,
                   const SealTimestamps& timestamps,
                   Instant now) {
    if (allowed.format == domain::CopyFormat::pdf) {
        const bool is_national = keys.pdf.digest() == crypto::DigestAlgorithm::sm3;
        const auto& authority = is_national ? timestamps.ofd : timestamps.pdf;
        return signing::sign_detached(keys.pdf, allowed.digest, authority.get(), now);
    }
    if (!keys.ofd) {
        return Error(ErrorCode::key_unavailable, "no OFD key for " + allowed.seal_id);
    }
    return signing::sign_ses(
        *keys.ofd, allowed.digest, documents::ofd_signed_path, timestamps.ofd.get(), now);
}

const observe::LiveFamily uses{"yinxin_seal_uses_total", "Signatures made with seals", "format"};
const observe::LiveFamily failures{
    "yinxin_seal_failures_total", "Uses of a seal that gave no signature", "format"};

/// One line for each use, in the log of the process that holds the key.
void note_use(const IntentKey& key, const Allowed& allowed, const Result<Bytes>& outcome) {
    const std::string_view format = domain::key(allowed.format);
    observe::live_counter(outcome ? uses : failures, format).add();
    if (outcome) {
        log::info("seal.used",
                  {{"intent", key.intent.value},
                   {"seal", allowed.seal_id},
                   {"format", format},
                   {"trace", allowed.trace}});
    } else {
        log::warning("seal.failed",
                     {{"intent", key.intent.value},
                      {"trace", allowed.trace},
                      {"error", dotted_name(outcome.error().code())}});
    }
}

Result<void> check_clock(Transaction& transaction, Instant now) {
    YX_TRY(const Instant last, storage::last_audit_time(transaction));
    if (now + clock_tolerance < last) {
        return Error(ErrorCode::clock_behind, "the clock stands behind the newest audit event");
    }
    return ok();
}

}  // namespace

SealDesk::SealDesk(storage::Store& store,
                   const config::ReferenceShelf& reference,
                   std::map<std::string, SealKeys, std::less<>> seals,
                   SealTimestamps timestamps,
                   std::optional<ApprovedRows> approved)
    : store_(store),
      reference_(reference),
      seals_(std::move(seals)),
      timestamps_(std::move(timestamps)),
      approved_(std::move(approved)) {
    // There from the start, so that an alert never misses a name.
    for (const auto& row : domain::KeyTable<domain::CopyFormat>::rows) {
        (void)observe::live_counter(uses, row.key);
        (void)observe::live_counter(failures, row.key);
    }
}

Result<std::vector<Result<Bytes>>> SealDesk::seal(std::span<const IntentKey> intents,
                                                  Instant now) const {
    using Taken = std::vector<Result<Allowed>>;
    YX_TRY(const Taken taken, store_.write_now([&](Transaction& transaction) -> Result<Taken> {
        YX_CHECK(check_clock(transaction, now));
        Taken outcomes;
        for (const IntentKey& key : intents) {
            outcomes.push_back(take_intent(transaction, *reference_, seals_, approved_, key, now));
            // A refusal is an outcome of its own; a database that fails takes all back.
            if (!outcomes.back() &&
                outcomes.back().error().code() == ErrorCode::storage_unavailable) {
                return Error(outcomes.back().error());
            }
        }
        YX_CHECK(count_uses(transaction, outcomes));
        return outcomes;
    }));
    std::vector<Result<Bytes>> sealed;
    for (const Result<Allowed>& allowed : taken) {
        const IntentKey& key = intents[sealed.size()];
        if (!allowed) {
            log::warning("seal.refused",
                         {{"intent", key.intent.value},
                          {"error", dotted_name(allowed.error().code())},
                          {"detail", allowed.error().detail()}});
            sealed.emplace_back(Error(allowed.error()));
            continue;
        }
        const auto seal = seals_.find(allowed->seal_id);
        if (seal == seals_.end()) {
            sealed.emplace_back(
                Error(ErrorCode::key_unavailable, "no key for " + allowed->seal_id));
            continue;
        }
        sealed.push_back(sign(seal->second, *allowed, timestamps_, now));
        note_use(key, *allowed, sealed.back());
    }
    return sealed;
}

}  // namespace yinxin::jobs
