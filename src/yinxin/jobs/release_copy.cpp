// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/log.hpp"
#include "yinxin/jobs/press_item.hpp"
#include "yinxin/storage/alarms.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/endorsements.hpp"
#include "yinxin/storage/file_lookups.hpp"
#include "yinxin/storage/notifications.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/statistics.hpp"

#include <algorithm>

namespace yinxin::jobs {
namespace {

namespace sql = storage::sql;
using domain::EndorsementState;
using domain::EventKind;
using storage::Transaction;

constexpr std::chrono::seconds first_wait{2};
constexpr std::chrono::seconds longest_wait{15 * 60};

domain::AuditEvent event(EventKind kind, const PressItem& item, Instant now) {
    return {now,
            domain::ActorKind::system,
            "press",
            kind,
            "copy:" + item.job.copy.str(),
            {{"attempt", std::to_string(item.job.attempts)}}};
}

/// Enters every face into the register of files; a copy just downloaded must verify.
Result<void> enter_faces(Transaction& transaction,
                         const PressItem& item,
                         issuing::SealProfile profile,
                         Instant now) {
    const storage::CopyRow& copy = item.copy;
    for (const PressedFace& face : item.faces) {
        YX_CHECK(transaction.send(sql::copy::insert_file,
                                  copy.holder,
                                  copy.id,
                                  face.format,
                                  face.sha256,
                                  face.sm3,
                                  static_cast<std::int64_t>(face.file.size()),
                                  item.seal_id,
                                  face.key_name,
                                  issuing::name_of(profile, face.format),
                                  face.intent,
                                  now));
        YX_CHECK(storage::enter_file_hashes(
            transaction,
            {{face.sha256.begin(), face.sha256.end()}, {face.sm3.begin(), face.sm3.end()}},
            {copy.holder, copy.id},
            face.format));
    }
    return ok();
}

/// One update, conditional on the application still waiting for this certificate version and that
/// version still being in force: the only place where a copy becomes visible.
Result<void> release_rows(Transaction& transaction, const PressItem& item, Instant now) {
    const storage::CopyRow& copy = item.copy;
    Result<std::int64_t> released =
        copy.endorsement
            ? transaction.execute(
                  sql::endorsement::release, copy.holder, *copy.endorsement, copy.version, now)
            : transaction.execute(
                  sql::copy::release_exempt, copy.holder, copy.id, copy.version, now);
    if (!released) return std::move(released).error();
    if (*released != 1) return Error(ErrorCode::release_lost, "copy " + copy.id.str());
    if (copy.endorsement) {
        YX_CHECK(transaction.send(sql::copy::release, copy.holder, copy.id, now));
    }
    return ok();
}

std::chrono::seconds wait_before(int attempts) {
    const int doublings = std::clamp(attempts - 1, 0, 12);
    return std::min(longest_wait, first_wait * (1 << doublings));
}

Result<void> end_application(Transaction& transaction,
                             const PressItem& item,
                             EndorsementState state,
                             const Error& reason,
                             Instant now) {
    // Looked up again: a job that never got as far as reading its copy must not leave the
    // application waiting for ever.
    YX_TRY(const std::optional<storage::CopyRow> copy,
           storage::find_copy(transaction, {item.job.holder, item.job.copy}));
    if (copy && copy->endorsement) {
        YX_CHECK(storage::end_endorsement(transaction,
                                          {item.job.holder,
                                           *copy->endorsement,
                                           copy->line,
                                           copy->id,
                                           EndorsementState::pending,
                                           state,
                                           dotted_name(reason.code()),
                                           now}));
    }
    YX_CHECK(transaction.execute(sql::copy::fail, item.job.holder, item.job.copy));
    YX_CHECK(
        transaction.execute(sql::intent::void_unfinished, item.job.holder, item.job.copy, now));
    const EventKind kind = state == EndorsementState::failed
                               ? EventKind::endorsement_failed
                               : EventKind::endorsement_ended_by_office;
    domain::AuditEvent ended = event(kind, item, now);
    ended.facts["reason"] = dotted_name(reason.code());
    return storage::append_audit(transaction, ended);
}

}  // namespace

Result<void> release_copy(Transaction& transaction,
                          const PressShop& shop,
                          const PressItem& item,
                          Instant now) {
    YX_CHECK(storage::hold_job(transaction, item.job));
    YX_CHECK(release_rows(transaction, item, now));
    YX_CHECK(enter_faces(transaction, item, shop.press.profile(), now));
    YX_CHECK(storage::finish_job(transaction, item.job, now));
    if (now - item.job.created_at > domain::copy_is_late_after) {
        YX_CHECK(storage::note_holder_notice(
            transaction,
            {item.copy.holder, domain::Notification::copy_ready, item.copy.id.value, ""},
            now));
    }
    YX_CHECK(storage::count_event(transaction,
                                  domain::Measure::copies,
                                  domain::count_key(item.certificate->face, "pdf"),
                                  civil_day(now)));
    return storage::append_audit(transaction, event(EventKind::endorsement_ready, item, now));
}

Result<Ending> record_failure(Transaction& transaction,
                              const PressShop& shop,
                              const PressItem& item,
                              Instant now) {
    const Error& reason = *item.error;
    Ending ending = ending_of(reason.code());
    const auto most = static_cast<int>(shop.settings.attempts);
    const bool is_tried_out = item.job.attempts >= most;
    const bool is_overdue = now - item.job.created_at >= shop.settings.promise;
    const bool may_heal = is_outage(reason.code()) && !is_overdue;
    if (ending == Ending::retry && is_tried_out && !may_heal) ending = Ending::failed;
    if (ending == Ending::drop && item.copy.state == domain::CopyState::released) {
        // Whoever released it died before the job was ended, or just now ended it.
        const auto finished = storage::finish_job(transaction, item.job, now);
        if (!finished && finished.error().code() != ErrorCode::lease_lost) {
            return Error(finished.error());
        }
    }
    if (ending == Ending::drop) return ending;
    if (const auto held = storage::hold_job(transaction, item.job); !held) return Ending::drop;
    if (ending == Ending::retry) {
        YX_CHECK(storage::retry_job_later(
            transaction, item.job, now + wait_before(item.job.attempts), reason));
        log::warning("job.put_back",
                     {{"job", item.job.id.value},
                      {"trace", item.job.trace},
                      {"reason", dotted_name(reason.code())}});
        return ending;
    }
    const EndorsementState state =
        ending == Ending::failed ? EndorsementState::failed : EndorsementState::ended_by_office;
    YX_CHECK(end_application(transaction, item, state, reason, now));
    YX_CHECK(storage::bury_job(transaction, item.job, now, reason));
    domain::AuditEvent buried = event(EventKind::job_dead_lettered, item, now);
    buried.facts["reason"] = dotted_name(reason.code());
    YX_CHECK(storage::append_audit(transaction, buried));
    domain::CountKey counted;
    if (item.certificate) counted = domain::count_key(item.certificate->face);
    counted.detail = dotted_name(reason.code());
    YX_CHECK(storage::count_event(
        transaction, domain::Measure::failed_endorsements, counted, civil_day(now)));
    YX_CHECK(storage::raise_alarm(transaction,
                                  {domain::AlarmKind::job_given_up,
                                   "job:" + item.job.id.str(),
                                   counted.issuer_id,
                                   counted.detail},
                                  now));
    log::error("job.dead_lettered",
               {{"job", item.job.id.value},
                {"trace", item.job.trace},
                {"reason", dotted_name(reason.code())}});
    return ending;
}

}  // namespace yinxin::jobs
