// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/keyed.hpp"

#include <map>
#include <string>

namespace yinxin::domain {

/// Who acted.
enum class ActorKind { system, holder, verifier, anonymous, staff, operator_shell, integrator };

template <>
struct KeyTable<ActorKind> {
    static constexpr std::array<Keyed<ActorKind>, 7> rows{{
        {ActorKind::system, "system"},
        {ActorKind::holder, "holder"},
        {ActorKind::verifier, "verifier"},
        {ActorKind::anonymous, "anonymous"},
        {ActorKind::staff, "staff"},
        {ActorKind::operator_shell, "operator_shell"},
        {ActorKind::integrator, "integrator"},
    }};
};

/// What happened.
enum class EventKind {
    account_registered,
    mobile_confirmed,
    login_succeeded,
    login_failed,
    logged_out,
    password_changed,
    notice_accepted,
    person_bound,
    person_binding_refused,
    data_checked,
    data_doubt_reported,
    certificate_imported,
    certificate_issued,
    certificate_suspended,
    certificate_restored,
    certificate_revoked,
    certificate_cancelled,
    certificate_superseded,
    batch_released,
    batch_recalled,
    endorsement_applied,
    endorsement_ready,
    endorsement_failed,
    endorsement_withdrawn,
    endorsement_ended_by_office,
    copy_viewed,
    copy_downloaded,
    copy_checked,
    copy_match_tried,
    query_asked,
    query_answered,
    receipt_given,
    unissued_file_seen,
    seal_intent,
    seal_used,
    seal_refused,
    seal_state_changed,
    clock_accepted,
    job_dead_lettered,
    configuration_changed,
    data_seeded,
    client_added,
    client_key_rotated,
    client_key_ended,
    client_changed,
    staff_invited,
    staff_enrolled,
    staff_login_succeeded,
    staff_login_failed,
    staff_logged_out,
    staff_stepped_up,
    staff_roles_changed,
    staff_disabled,
    staff_enabled,
    staff_factor_changed,
    proposal_made,
    proposal_approved,
    proposal_refused,
    proposal_withdrawn,
    proposal_applied,
    proposal_failed,
    import_uploaded,
    import_submitted,
    import_discarded,
    batch_approved,
    batch_refused,
    data_doubt_answered,
    certificate_corrected,
    paper_changed,
    counter_viewed,
    text_changed,
    text_undone,
    audit_read,
    audit_exported,
    statistics_exported,
    stop_confirmed,
    stop_escalated,
    job_retried,
    organisation_registered,
    organisation_changed,
    bulk_started,
    bulk_finished,
};

template <>
struct KeyTable<EventKind> {
    static constexpr std::array<Keyed<EventKind>, 82> rows{{
        {EventKind::account_registered, "account.registered"},
        {EventKind::mobile_confirmed, "account.mobile_confirmed"},
        {EventKind::login_succeeded, "account.login_succeeded"},
        {EventKind::login_failed, "account.login_failed"},
        {EventKind::logged_out, "account.logged_out"},
        {EventKind::password_changed, "account.password_changed"},
        {EventKind::notice_accepted, "notice.accepted"},
        {EventKind::person_bound, "person.bound"},
        {EventKind::person_binding_refused, "person.binding_refused"},
        {EventKind::data_checked, "certificate.data_checked"},
        {EventKind::data_doubt_reported, "certificate.data_doubt_reported"},
        {EventKind::certificate_imported, "certificate.imported"},
        {EventKind::certificate_issued, "certificate.issued"},
        {EventKind::certificate_suspended, "certificate.suspended"},
        {EventKind::certificate_restored, "certificate.restored"},
        {EventKind::certificate_revoked, "certificate.revoked"},
        {EventKind::certificate_cancelled, "certificate.cancelled"},
        {EventKind::certificate_superseded, "certificate.superseded"},
        {EventKind::batch_released, "batch.released"},
        {EventKind::batch_recalled, "batch.recalled"},
        {EventKind::endorsement_applied, "endorsement.applied"},
        {EventKind::endorsement_ready, "endorsement.ready"},
        {EventKind::endorsement_failed, "endorsement.failed"},
        {EventKind::endorsement_withdrawn, "endorsement.withdrawn"},
        {EventKind::endorsement_ended_by_office, "endorsement.ended_by_office"},
        {EventKind::copy_viewed, "copy.viewed"},
        {EventKind::copy_downloaded, "copy.downloaded"},
        {EventKind::copy_checked, "copy.checked"},
        {EventKind::copy_match_tried, "copy.match_tried"},
        {EventKind::query_asked, "query.asked"},
        {EventKind::query_answered, "query.answered"},
        {EventKind::receipt_given, "receipt.given"},
        {EventKind::unissued_file_seen, "file.unissued_seen"},
        {EventKind::seal_intent, "seal.intent"},
        {EventKind::seal_used, "seal.used"},
        {EventKind::seal_refused, "seal.refused"},
        {EventKind::seal_state_changed, "seal.state_changed"},
        {EventKind::clock_accepted, "clock.accepted"},
        {EventKind::job_dead_lettered, "job.dead_lettered"},
        {EventKind::configuration_changed, "configuration.changed"},
        {EventKind::data_seeded, "data.seeded"},
        {EventKind::client_added, "client.added"},
        {EventKind::client_key_rotated, "client.key_rotated"},
        {EventKind::client_key_ended, "client.key_ended"},
        {EventKind::client_changed, "client.changed"},
        {EventKind::staff_invited, "staff.invited"},
        {EventKind::staff_enrolled, "staff.enrolled"},
        {EventKind::staff_login_succeeded, "staff.login_succeeded"},
        {EventKind::staff_login_failed, "staff.login_failed"},
        {EventKind::staff_logged_out, "staff.logged_out"},
        {EventKind::staff_stepped_up, "staff.stepped_up"},
        {EventKind::staff_roles_changed, "staff.roles_changed"},
        {EventKind::staff_disabled, "staff.disabled"},
        {EventKind::staff_enabled, "staff.enabled"},
        {EventKind::staff_factor_changed, "staff.factor_changed"},
        {EventKind::proposal_made, "proposal.made"},
        {EventKind::proposal_approved, "proposal.approved"},
        {EventKind::proposal_refused, "proposal.refused"},
        {EventKind::proposal_withdrawn, "proposal.withdrawn"},
        {EventKind::proposal_applied, "proposal.applied"},
        {EventKind::proposal_failed, "proposal.failed"},
        {EventKind::import_uploaded, "import.uploaded"},
        {EventKind::import_submitted, "import.submitted"},
        {EventKind::import_discarded, "import.discarded"},
        {EventKind::batch_approved, "batch.approved"},
        {EventKind::batch_refused, "batch.refused"},
        {EventKind::data_doubt_answered, "certificate.data_doubt_answered"},
        {EventKind::certificate_corrected, "certificate.corrected"},
        {EventKind::paper_changed, "paper.changed"},
        {EventKind::counter_viewed, "counter.viewed"},
        {EventKind::text_changed, "text.changed"},
        {EventKind::text_undone, "text.undone"},
        {EventKind::audit_read, "audit.read"},
        {EventKind::audit_exported, "audit.exported"},
        {EventKind::statistics_exported, "statistics.exported"},
        {EventKind::stop_confirmed, "stop.confirmed"},
        {EventKind::stop_escalated, "stop.escalated"},
        {EventKind::job_retried, "job.retried"},
        {EventKind::organisation_registered, "organisation.registered"},
        {EventKind::organisation_changed, "organisation.changed"},
        {EventKind::bulk_started, "bulk.started"},
        {EventKind::bulk_finished, "bulk.finished"},
    }};
};

/// One entry of the audit (审计). Appended where it happens; a sequencer numbers it later.
struct AuditEvent {
    Instant at{};
    ActorKind actor_kind = ActorKind::system;
    std::string actor;  ///< id of the account or of the job; empty: nobody in particular
    EventKind kind = EventKind::login_succeeded;
    std::string object;  ///< "endorsement:123"; empty: none
    /// Further facts without personal data: ids, counts, reasons, digests.
    std::map<std::string, std::string> facts;
};

}  // namespace yinxin::domain
