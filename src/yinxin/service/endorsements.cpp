// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/endorsements.hpp"

#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/statistics.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EndorsementState;
using domain::EndorsementTerms;
using storage::CertificateRecord;
using storage::EndorsementRow;
using storage::Reader;
using storage::Transaction;

/// What an application is judged by, read inside the transaction that records it.
struct Grounds {
    CertificateRecord certificate;
    const domain::EndorsementPolicy* policy = nullptr;
    std::vector<EndorsementRow> history;
};

Result<Grounds> read_grounds(Reader& reader,
                             const Services& services,
                             const Actor& actor,
                             LineId line) {
    for (const HolderId holder : actor.holders) {
        YX_TRY(std::optional<CertificateRecord> record,
               storage::find_certificate(reader, services.keys, holder, line, std::nullopt));
        if (!record || !storage::is_released(*record)) continue;
        Grounds grounds{*std::move(record), nullptr, {}};
        grounds.policy = services.reference->find_policy(grounds.certificate.policy_id);
        if (grounds.policy == nullptr) return Error(ErrorCode::config_invalid, "no policy");
        YX_TRY(grounds.history, storage::list_endorsements(reader, holder, line));
        return grounds;
    }
    return Error(ErrorCode::not_found, "certificate " + line.str());
}

/// The rules that come before quota and validity.
Result<void> check_admission(Reader& reader,
                             const Services& services,
                             const Actor& actor,
                             const Grounds& grounds,
                             const EndorsementTerms& terms) {
    const CertificateRecord& certificate = grounds.certificate;
    if (certificate.status != domain::CertificateStatus::valid) {
        return Error(ErrorCode::certificate_not_valid, "certificate " + certificate.line.str());
    }
    const domain::Issuer* issuer = services.reference->find_issuer(certificate.face.issuer_id);
    if (issuer == nullptr) return Error(ErrorCode::config_invalid, "no issuer");
    if (!domain::needs_endorsement(*grounds.policy, certificate.face.issued_on, issuer->kind)) {
        return Error(ErrorCode::endorsement_not_needed, "policy exempts the certificate");
    }
    if (terms.scenario != domain::scenario_authorised_use) {
        YX_CHECK(domain::check_scenario(*grounds.policy, terms.scenario));
    }
    YX_TRY(const std::optional<Instant> checked,
           reader.maybe<Instant>(sql::data_check::find,
                                 certificate.holder,
                                 certificate.line,
                                 certificate.version,
                                 actor.account));
    if (!checked) return Error(ErrorCode::data_check_required, "data not checked");
    return ok();
}

bool is_same(const EndorsementRow& row, const EndorsementTerms& terms, CivilDay today) {
    return row.applied_on == today && row.scenario == terms.scenario &&
           row.recipient == terms.recipient && row.days == terms.days;
}

/// An equal application of today that is pending or ready.
const EndorsementRow* find_same_today(const Grounds& grounds,
                                      const EndorsementTerms& terms,
                                      CivilDay today) {
    for (const EndorsementRow& row : grounds.history) {
        const bool counts =
            row.state == EndorsementState::pending || row.state == EndorsementState::ready;
        const bool is_current = row.version == grounds.certificate.version;
        if (counts && is_current && is_same(row, terms, today)) return &row;
    }
    return nullptr;
}

/// Numbers equal applications of one day, so that a confirmed repeat is not mistaken for a double
/// click by the unique index.
int next_repeat_no(const Grounds& grounds, const EndorsementTerms& terms, CivilDay today) {
    int next = 0;
    for (const EndorsementRow& row : grounds.history) {
        if (is_same(row, terms, today)) next = std::max(next, row.repeat_no + 1);
    }
    return next;
}

const EndorsementRow* find_pending(const Grounds& grounds) {
    const auto found =
        std::ranges::find(grounds.history, EndorsementState::pending, &EndorsementRow::state);
    return found == grounds.history.end() ? nullptr : &*found;
}

Result<Applied> record_application(Transaction& transaction,
                                   const storage::DataKeys& keys,
                                   const Actor& actor,
                                   const Grounds& grounds,
                                   const EndorsementTerms& terms,
                                   Instant now) {
    const domain::EndorsementPolicy& policy = *grounds.policy;
    const CivilDay today = civil_day(now);
    YX_TRY(const domain::Validity validity, domain::validity(policy, now, terms.days));
    YX_TRY(const int slot,
           domain::free_slot(storage::past_applications(grounds.history), today, policy));
    const CertificateRecord& certificate = grounds.certificate;
    storage::NewEndorsement fresh;
    fresh.id = make_id<EndorsementId>();
    fresh.copy = make_id<CopyId>();
    fresh.holder = certificate.holder;
    fresh.line = certificate.line;
    fresh.version = certificate.version;
    fresh.account = actor.account;
    fresh.slot = slot;
    fresh.applied_at = now;
    fresh.window_ends_on = domain::window_end(today, policy, terms.days);
    fresh.valid_until = validity.until;
    fresh.terms = terms;
    fresh.repeat_no = next_repeat_no(grounds, terms, today);
    YX_CHECK(storage::insert_endorsement(transaction, fresh));
    YX_CHECK(storage::insert_copy_with_job(
        transaction,
        keys,
        {fresh.copy, fresh.holder, fresh.line, fresh.version, fresh.id, now, actor.trace}));
    YX_CHECK(storage::append_audit(transaction,
                                   {now,
                                    domain::ActorKind::holder,
                                    actor.account.str(),
                                    domain::EventKind::endorsement_applied,
                                    "endorsement:" + fresh.id.str(),
                                    {{"certificate", fresh.line.str()},
                                     {"slot", std::to_string(slot)},
                                     {"days", std::to_string(terms.days)}}}));
    YX_CHECK(storage::count_event(transaction,
                                  domain::Measure::endorsements,
                                  domain::count_key(certificate.face, terms.scenario),
                                  today));
    return Applied{fresh.id, true};
}

Result<Applied> apply_in(Transaction& transaction,
                         const Services& services,
                         const Actor& actor,
                         LineId line,
                         const EndorsementTerms& terms,
                         Confirmations confirmations,
                         Instant now) {
    // The row lock comes before the reading, the constraints are the backstop (design section 7).
    for (const HolderId holder : actor.holders) {
        YX_CHECK(transaction.execute(sql::certificate_line::lock, holder, line));
    }
    YX_TRY(const Grounds grounds, read_grounds(transaction, services, actor, line));
    YX_CHECK(check_admission(transaction, services, actor, grounds, terms));
    const CivilDay today = civil_day(now);
    const EndorsementRow* pending = find_pending(grounds);
    if (pending != nullptr && is_same(*pending, terms, today)) return Applied{pending->id, false};
    if (pending != nullptr) {
        return Error(ErrorCode::endorsement_pending, "one is pending")
            .with("id", pending->id.str());
    }
    const EndorsementRow* same = find_same_today(grounds, terms, today);
    if (same != nullptr && !confirmations.is_repeat) return Applied{same->id, false};
    // Out of range comes before the question whether so few days are meant.
    YX_CHECK(domain::validity(*grounds.policy, now, terms.days));
    if (domain::needs_short_confirmation(*grounds.policy, terms.days) && !confirmations.is_short) {
        return Error(ErrorCode::endorsement_short_confirmation, "few days")
            .with("days", std::to_string(terms.days));
    }
    return record_application(transaction, services.keys, actor, grounds, terms, now);
}

Result<ApplicationPreview> preview_in(Reader& reader,
                                      const Services& services,
                                      const Actor& actor,
                                      LineId line,
                                      const EndorsementTerms& terms,
                                      Instant now) {
    YX_TRY(const Grounds grounds, read_grounds(reader, services, actor, line));
    YX_CHECK(check_admission(reader, services, actor, grounds, terms));
    const domain::EndorsementPolicy& policy = *grounds.policy;
    const CivilDay today = civil_day(now);
    const auto past = storage::past_applications(grounds.history);
    ApplicationPreview preview;
    YX_TRY(preview.validity, domain::validity(policy, now, terms.days));
    const EndorsementRow* same = find_same_today(grounds, terms, today);
    if (same != nullptr) preview.same_today = same->id;
    if (same == nullptr) {
        if (const EndorsementRow* pending = find_pending(grounds)) {
            return Error(ErrorCode::endorsement_pending).with("id", pending->id.str());
        }
        YX_CHECK(domain::free_slot(past, today, policy));
    }
    preview.use_no = domain::used(past, today, policy) + 1;
    preview.quota = policy.quota;
    preview.asks_short = domain::needs_short_confirmation(policy, terms.days);
    return preview;
}

/// 授权使用, for the organisation that is printed as the recipient.
Result<EndorsementTerms> terms_for(const std::string& recipient, int days) {
    EndorsementTerms terms{std::string(domain::scenario_authorised_use), days, ""};
    YX_TRY(terms.recipient, domain::parse_recipient(recipient));
    return terms;
}

/// What a form asks. 授权使用 comes with a code and an organisation, never from a form.
Result<EndorsementTerms> cleaned(EndorsementTerms terms) {
    if (terms.scenario == domain::scenario_authorised_use) {
        return Error(ErrorCode::endorsement_scenario_unknown, terms.scenario);
    }
    YX_TRY(terms.recipient, domain::parse_recipient(terms.recipient));
    return terms;
}

}  // namespace

Task<Result<ApplicationPreview>> preview_application(Services& services,
                                                     const Actor& actor,
                                                     LineId line,
                                                     EndorsementTerms terms) {
    YX_CO_TRY(terms, cleaned(std::move(terms)));
    const Instant now = services.clock.now();
    co_return co_await services.store.read(
        [&](Reader& reader) { return preview_in(reader, services, actor, line, terms, now); });
}

Task<Result<Applied>> apply_for_endorsement(Services& services,
                                            const Actor& actor,
                                            LineId line,
                                            EndorsementTerms terms,
                                            Confirmations confirmations) {
    YX_CO_TRY(terms, cleaned(std::move(terms)));
    const Instant now = services.clock.now();
    Result<Applied> applied =
        co_await services.store.write([&](Transaction& transaction) -> Result<Applied> {
            // It locks the line before it reads, and whoever changes the certificate's status
            // locks it too. A batch that is recalled meanwhile stops the copy at the press.
            transaction.see_commits();
            return apply_in(transaction, services, actor, line, terms, confirmations, now);
        });
    if (applied && applied->is_new) services.wake_press();
    co_return applied;
}

Result<ApplicationPreview> preview_for_organisation(Reader& reader,
                                                    const Services& services,
                                                    const Actor& actor,
                                                    LineId line,
                                                    const std::string& recipient,
                                                    int days,
                                                    Instant now) {
    YX_TRY(const EndorsementTerms terms, terms_for(recipient, days));
    return preview_in(reader, services, actor, line, terms, now);
}

Result<Applied> apply_for_organisation(Transaction& transaction,
                                       const Services& services,
                                       const Actor& actor,
                                       LineId line,
                                       const std::string& recipient,
                                       int days,
                                       Confirmations confirmations,
                                       Instant now) {
    YX_TRY(const EndorsementTerms terms, terms_for(recipient, days));
    return apply_in(transaction, services, actor, line, terms, confirmations, now);
}

Task<Result<ApplicationFacts>> load_application(Services& services,
                                                const Actor& actor,
                                                EndorsementId id) {
    YX_CO_TRY(
        const std::optional<EndorsementRow> row,
        co_await services.store.read([&](Reader& reader) -> Result<std::optional<EndorsementRow>> {
            for (const HolderId holder : actor.holders) {
                YX_TRY(std::optional<EndorsementRow> found,
                       storage::find_endorsement(reader, holder, id));
                if (found) return found;
            }
            return std::optional<EndorsementRow>();
        }));
    if (!row) co_return Error(ErrorCode::not_found, "endorsement " + id.str());
    YX_CO_TRY(CertificateFacts certificate, co_await load_certificate(services, actor, row->line));
    const auto view = view_of(*row, *certificate.policy, services.clock.now());
    co_return ApplicationFacts{*row, std::move(certificate), view};
}

Task<Result<std::vector<ApplicationFacts>>> list_applications(Services& services,
                                                              const Actor& actor) {
    YX_CO_TRY(const std::vector<CertificateFacts> certificates,
              co_await list_certificates(services, actor));
    const Instant now = services.clock.now();
    std::vector<ApplicationFacts> all;
    for (const CertificateFacts& certificate : certificates) {
        for (const EndorsementRow& row : certificate.endorsements) {
            all.push_back({row, certificate, view_of(row, *certificate.policy, now)});
        }
    }
    std::ranges::sort(all, std::ranges::greater{}, [](const ApplicationFacts& facts) {
        return facts.endorsement.applied_at;
    });
    co_return all;
}

Task<Result<void>> withdraw_endorsement(Services& services, const Actor& actor, CopyId copy) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        for (const HolderId holder : actor.holders) {
            YX_TRY(const std::optional<storage::CopyRow> row,
                   storage::find_copy(transaction, {holder, copy}));
            if (!row || !row->endorsement) continue;
            if (*row->endorsement_state == EndorsementState::withdrawn) {
                return Error(ErrorCode::endorsement_withdrawn);
            }
            if (*row->endorsement_state != EndorsementState::ready) {
                return Error(ErrorCode::endorsement_not_ready);
            }
            if (now >= *row->valid_until) return Error(ErrorCode::endorsement_expired);
            YX_CHECK(storage::end_endorsement(transaction,
                                              {holder,
                                               *row->endorsement,
                                               row->line,
                                               copy,
                                               EndorsementState::ready,
                                               EndorsementState::withdrawn,
                                               "",
                                               now}));
            return storage::append_audit(transaction,
                                         {now,
                                          domain::ActorKind::holder,
                                          actor.account.str(),
                                          domain::EventKind::endorsement_withdrawn,
                                          "copy:" + copy.str(),
                                          {}});
        }
        return Error(ErrorCode::not_found, "copy " + copy.str());
    });
}

}  // namespace yinxin::service
