// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/invariants.hpp"

#include "yinxin/cli/journal.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/witness.hpp"

#include <algorithm>
#include <map>

namespace yinxin::cli {
namespace {

namespace sql = storage::sql::invariant;
using storage::Reader;
using storage::Statement;

constexpr std::size_t most_findings = 100;
/// The sequencer takes the oldest first; what a slow transaction wrote it finds in its next rounds.
constexpr std::chrono::seconds longest_passed_over{60};

/// A statement whose every row is a violation, and one that counts what it looked at.
struct Question {
    const char* invariant;
    const char* code;
    const char* says;
    const Statement& count;
    const Statement& find;
};

constexpr Question questions[]{
    {"I1",
     "endorsement.over_quota",
     "on no day more applications weigh than the policy allows",
     sql::count_endorsement,
     sql::over_quota},
    {"I1",
     "endorsement.slot_shared",
     "a slot of a certificate line holds one application at a time",
     sql::count_endorsement,
     sql::slot_shared},
    {"I1",
     "endorsement.slot_over_quota",
     "no application has a slot above the quota",
     sql::count_endorsement,
     sql::slot_over_quota},
    {"I3",
     "file.not_found_by_hash",
     "every file of a copy is found by its hash",
     sql::count_copy_file,
     sql::file_not_found},
    {"I3",
     "file.hash_without_file",
     "every hash leads to a file of its copy",
     sql::count_lookup_file,
     sql::hash_without_file},
    {"I3",
     "copy.released_without_file",
     "every released copy has a file",
     sql::count_copy,
     sql::released_without_file},
    {"I3",
     "file.without_intent",
     "every file was sealed for an intent of its own",
     sql::count_copy_file,
     sql::file_without_intent},
    {"I3",
     "copy.sealed_twice",
     "no face of a copy has two signatures that count",
     sql::count_seal_intent,
     sql::sealed_twice},
    {"I3",
     "intent.sealed_without_file",
     "every used intent has its file, is voided, or is being pressed",
     sql::count_seal_intent,
     sql::sealed_without_file},
    {"I3",
     "intent.not_in_audit",
     "every use of a seal is one event of the audit",
     sql::count_seal_intent,
     sql::seal_use_not_in_audit},
    {"I3",
     "seal.uses_miscounted",
     "the counter of a seal is the number of its uses in the audit",
     sql::count_seal,
     sql::seal_uses_miscounted},
    {"I6",
     "job.end_missing",
     "a job that ended says when, one given up says why",
     sql::count_job,
     sql::job_end_missing},
    {"I6",
     "copy.pressing_without_job",
     "a copy that waits has exactly one open job",
     sql::count_copy,
     sql::pressing_without_job},
    {"I6",
     "job.of_settled_copy",
     "no open job is about a settled copy",
     sql::count_job,
     sql::job_of_settled_copy},
    {"I6",
     "endorsement.out_of_step",
     "an application is where its copy is",
     sql::count_endorsement,
     sql::endorsement_out_of_step},
    {"I7",
     "copy.released_after_end",
     "no copy was released after its certificate had ended",
     sql::count_copy,
     sql::released_after_end},
    {"I7",
     "certificate.change_not_in_force",
     "the status of a certificate is what was decided last",
     sql::count_certificate,
     sql::change_not_in_force},
    {"I7",
     "certificate.former_version_valid",
     "a version that another followed says so",
     sql::count_certificate,
     sql::former_version_valid},
    {"I8",
     "certificate.number_shared",
     "a certificate number leads to one certificate",
     sql::count_certificate,
     sql::certificate_no_shared},
    {"I8",
     "copy.number_shared",
     "number, code and token of a copy lead to it alone",
     sql::count_copy,
     sql::copy_number_shared},
};

void find_one(InvariantCheck& check, std::string_view object, std::string_view detail) {
    ++check.violations;
    if (check.findings.size() >= most_findings) return;
    std::string finding(object);
    if (!detail.empty()) finding.append(": ").append(detail);
    check.findings.push_back(std::move(finding));
}

/// Runs the question with what it needs to know.
template <class... Args>
Result<void> ask(Reader& reader,
                 InvariantCheck& check,
                 const Statement& find,
                 const Args&... args) {
    return reader.each(
        find,
        [&](const storage::Columns& row) { find_one(check, row.text(0), row.text(1)); },
        args...);
}

Result<InvariantCheck> begin(Reader& reader,
                             const char* invariant,
                             const char* code,
                             const char* says,
                             const Statement& count) {
    InvariantCheck check{invariant, code, says, 0, 0, {}};
    YX_TRY(check.rows, reader.one<std::int64_t>(count));
    return check;
}

/// I2: against the most that each policy allowed in any version of the rules.
Result<InvariantCheck> check_validity(Reader& reader) {
    YX_TRY(InvariantCheck check,
           begin(reader,
                 "I2",
                 "endorsement.validity_out_of_range",
                 "validity is longer than nothing and not longer than the policy's most",
                 sql::count_endorsement));
    YX_TRY(const auto texts,
           reader.all<storage::ReferenceText>(storage::sql::reference_text::list,
                                              storage::catalogue_text));
    std::map<std::string, int> most_days;
    for (const storage::ReferenceText& text : texts) {
        YX_TRY(const config::Reference reference, config::parse_reference(text.body));
        for (const auto& [id, policy] : reference.policies)
            most_days[id] = std::max(most_days[id], policy.max_days);
    }
    for (const auto& [policy, days] : most_days) {
        YX_CHECK(ask(reader, check, sql::validity_out_of_range, policy, days));
    }
    return check;
}

/// When the newest event of the chain happened: where nothing serves, later ones wait rightly.
Result<Instant> newest_numbered(Reader& reader) {
    Instant newest{};
    YX_TRY(const storage::AuditHead head, storage::audit_head(reader));
    YX_CHECK(reader.each(
        storage::sql::audit::list_numbered,
        [&](const storage::Columns& row) { newest = instant_of(row.integer(1)); },
        head.seq - 1,
        1));
    return newest;
}

/// I5 and, with a witness, I12.
Result<void> check_audit(Reader& reader,
                         const InvariantEvidence& evidence,
                         InvariantReport& report) {
    YX_TRY(InvariantCheck chain,
           begin(reader,
                 "I5",
                 "audit.chain_broken",
                 "the audit is whole from its first place on",
                 sql::count_audit_event));
    YX_TRY(const storage::AuditCheck audit, storage::check_audit(reader));
    if (audit.first_broken != 0) {
        find_one(chain, "place " + std::to_string(audit.first_broken), "");
    }
    report.checks.push_back(std::move(chain));
    YX_TRY(InvariantCheck late,
           begin(reader,
                 "I5",
                 "audit.unnumbered",
                 "no event is passed over when later ones get their place in the audit",
                 sql::count_audit_event));
    YX_TRY(const Instant newest, newest_numbered(reader));
    YX_CHECK(ask(reader, late, sql::audit_unnumbered, newest - longest_passed_over));
    report.checks.push_back(std::move(late));
    if (evidence.witness.empty()) return ok();
    YX_TRY(const auto lines, storage::read_witness(evidence.witness));
    YX_TRY(const storage::WitnessCheck seen, storage::check_witness(reader, lines));
    InvariantCheck rollback{"I12",
                            "audit.rolled_back",
                            "the audit is not behind what a witness has seen",
                            seen.compared,
                            0,
                            {}};
    if (seen.missing) find_one(rollback, "place " + std::to_string(seen.missing->seq), "");
    report.checks.push_back(std::move(rollback));
    return ok();
}

Result<InvariantCheck> check_overdue(Reader& reader, std::chrono::seconds promise, Instant now) {
    YX_TRY(InvariantCheck check,
           begin(reader,
                 "I6",
                 "job.overdue",
                 "no job is open past the promise without an alarm",
                 sql::count_job));
    YX_CHECK(ask(reader, check, sql::job_overdue, now - promise));
    return check;
}

/// I11
Result<void> check_sessions(Reader& reader,
                            const config::Session& limits,
                            InvariantReport& report) {
    YX_TRY(InvariantCheck own,
           begin(reader,
                 "I11",
                 "session.too_old",
                 "no login was used after its longest time",
                 sql::count_session));
    YX_CHECK(ask(reader, own, sql::session_too_old, limits.absolute.count()));
    report.checks.push_back(std::move(own));
    YX_TRY(InvariantCheck staff,
           begin(reader,
                 "I11",
                 "staff_session.too_old",
                 "no login of the office was used after its longest time",
                 sql::count_staff_session));
    YX_CHECK(ask(reader, staff, sql::staff_session_too_old, limits.staff_absolute.count()));
    report.checks.push_back(std::move(staff));
    return ok();
}

/// I4: what a client was told is there.
Result<void> check_journal(Reader& reader,
                           const InvariantEvidence& evidence,
                           InvariantReport& report) {
    if (evidence.journal.empty()) return ok();
    InvariantCheck check{
        "I4", "journal.lost", "everything that was acknowledged to a client is there", 0, 0, {}};
    YX_TRY(check.rows, compare_journal(reader, evidence.journal, [&](const JournalDoubt& doubt) {
               find_one(check, doubt.object, doubt.detail);
           }));
    report.checks.push_back(std::move(check));
    return ok();
}

}  // namespace

bool InvariantReport::is_whole() const noexcept {
    return std::ranges::all_of(checks,
                               [](const InvariantCheck& check) { return check.violations == 0; });
}

Result<InvariantReport> check_invariants(storage::Store& store,
                                         const config::Settings& settings,
                                         const InvariantEvidence& evidence,
                                         Instant now) {
    return store.read_now(
        [&](Reader& reader) { return check_invariants(reader, settings, evidence, now); });
}

Result<InvariantReport> check_invariants(Reader& reader,
                                         const config::Settings& settings,
                                         const InvariantEvidence& evidence,
                                         Instant now) {
    InvariantReport report;
    for (const Question& question : questions) {
        YX_TRY(InvariantCheck check,
               begin(reader, question.invariant, question.code, question.says, question.count));
        YX_CHECK(ask(reader, check, question.find));
        report.checks.push_back(std::move(check));
    }
    YX_TRY(InvariantCheck validity, check_validity(reader));
    report.checks.push_back(std::move(validity));
    YX_TRY(InvariantCheck overdue, check_overdue(reader, settings.press.promise, now));
    report.checks.push_back(std::move(overdue));
    YX_CHECK(check_journal(reader, evidence, report));
    YX_CHECK(check_sessions(reader, settings.session, report));
    YX_CHECK(check_audit(reader, evidence, report));
    std::ranges::sort(report.checks, {}, [](const InvariantCheck& check) {
        return std::pair(std::stoi(check.invariant.substr(1)), check.code);
    });
    return report;
}

}  // namespace yinxin::cli
