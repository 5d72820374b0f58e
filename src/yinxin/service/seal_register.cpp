// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/seal_register.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/documents/stationery.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/service/rules.hpp"
#include "yinxin/service/seal_pictures.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/signing/ses_read.hpp"
#include "yinxin/storage/alarms.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::OfficeAct;
using domain::SealState;
using domain::StaffActor;
using storage::KeyRecord;
using storage::Reader;
using storage::SealRecord;
using storage::Transaction;

constexpr std::string_view seal_purpose = "seal";
constexpr std::size_t most_arc_characters = 30;  // more cannot be read round a circle

Error wrong(std::string field, std::string what = "") {
    return Error(ErrorCode::text_invalid)
        .with("field", std::move(field))
        .with("what", std::move(what));
}

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

Result<std::optional<Instant>> certificate_end(Reader& reader, std::string_view key_name) {
    YX_TRY(const auto key, storage::find_key(reader, key_name));
    if (!key || !key->certificate_pem) return std::optional<Instant>();
    YX_TRY(const auto certificate, crypto::Certificate::parse_pem(*key->certificate_pem));
    return std::optional(certificate.not_after());
}

/// Whole days from now to the first end of what the seal needs: its own days, the certificates of
/// both its keys, and its electronic seal, which may have been made elsewhere for fewer.
Result<std::optional<std::int64_t>> days_left(Reader& reader,
                                              const SealRecord& record,
                                              Instant now) {
    YX_TRY(std::optional<Instant> end, certificate_end(reader, record.key_name));
    if (record.seal.valid_until) end = earlier(end, start_of(*record.seal.valid_until));
    if (record.ofd_key_name) {
        YX_TRY(const auto ofd_end, certificate_end(reader, *record.ofd_key_name));
        end = earlier(end, ofd_end);
    }
    if (record.electronic_seal) {
        YX_TRY(const auto electronic, signing::read_ses_seal(*record.electronic_seal));
        end = earlier(end, electronic.not_after);
    }
    if (!end) return std::optional<std::int64_t>();
    return std::optional(std::chrono::floor<Days>(*end - now).count());
}

Result<SealView> describe(Reader& reader,
                          const Services& services,
                          SealRecord record,
                          Instant now) {
    SealView view;
    const config::Reference& reference = *services.reference;
    const auto picture = reference.seal_pictures.find(record.seal.id);
    if (picture != reference.seal_pictures.end()) view.picture = picture->second;
    const auto named = reference.seals.find(record.seal.id);
    if (named != reference.seals.end()) record.seal.name = named->second.name;
    for (const domain::SealAssignment& assignment : reference.seal_assignments) {
        if (assignment.seal_id == record.seal.id) view.assignments.push_back(assignment);
    }
    YX_TRY(const auto key, storage::find_key(reader, record.key_name));
    if (key) view.key_algorithm = key->algorithm;
    if (key && key->certificate_pem) {
        YX_TRY(const auto certificate, crypto::Certificate::parse_pem(*key->certificate_pem));
        view.certificate_subject = certificate.common_name();
        view.certificate_ends_at = certificate.not_after();
    }
    YX_TRY(view.days_left, days_left(reader, record, now));
    view.is_opened = services.stationery.find_seal(record.seal.id) != nullptr;
    view.record = std::move(record);
    return view;
}

/// Every field, as it is kept; the words must make a picture.
struct CheckedSeal {
    domain::Seal seal;
    config::SealPicture picture;
    std::string type;
    std::string key_name;
};

bool is_id(std::string_view text) {
    constexpr std::size_t shortest = 3;
    constexpr std::size_t longest = 40;
    return text.size() >= shortest && text.size() <= longest &&
           std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

Result<CheckedSeal> checked(const Services& services, const SealDraft& draft) {
    CheckedSeal checked;
    checked.seal.id = trim(draft.id);
    if (!is_id(checked.seal.id)) return wrong("id");
    checked.type = trim(draft.type);
    if (!is_id(checked.type)) return wrong("type");
    if (services.reference->find_issuer(draft.issuer_id) == nullptr) return wrong("issuer");
    checked.seal.issuer_id = draft.issuer_id;
    checked.seal.name = {std::string(trim(draft.name.zh)), std::string(trim(draft.name.en))};
    if (checked.seal.name.zh.empty()) return wrong("name_zh");
    if (checked.seal.name.en.empty()) return wrong("name_en");
    checked.picture = {std::string(trim(draft.picture.arc_text)),
                       std::string(trim(draft.picture.centre_text)),
                       std::string(trim(draft.picture.base_text)),
                       draft.picture.png};
    const auto arc = decode_utf8(checked.picture.arc_text);
    if (!arc || arc->empty() || arc->size() > most_arc_characters) return wrong("arc_text");
    const bool is_drawn = checked.picture.png.empty();
    if (is_drawn && checked.picture.centre_text.empty()) return wrong("centre_text");
    const Error dates = Error(ErrorCode::seal_dates_invalid).with("field", "valid_from");
    const auto from = parse_day(trim(draft.valid_from));
    if (!from) return dates;
    checked.seal.valid_from = *from;
    if (!trim(draft.valid_until).empty()) {
        const auto until = parse_day(trim(draft.valid_until));
        if (!until || *until <= *from) return dates;
        checked.seal.valid_until = *until;
    }
    checked.key_name = draft.key_name;
    return checked;
}

Result<std::string> reference_tag(Reader& reader, Instant now) {
    YX_TRY(const auto version,
           storage::find_reference_version(reader, storage::catalogue_text, now));
    return std::to_string(version.value_or(0));
}

Result<domain::ProposalId> propose_new(Transaction& transaction,
                                       const Services& services,
                                       const StaffActor& actor,
                                       const CheckedSeal& seal,
                                       const SealDraft& draft,
                                       Instant now) {
    YX_TRY(const auto key, storage::find_key(transaction, seal.key_name));
    if (!key || key->purpose != seal_purpose) return wrong("key");
    YX_TRY(const auto taken, storage::find_seal(transaction, seal.seal.id));
    // The first catalogue names seals that nobody has applied for yet; the register decides.
    if (taken) return wrong("id", "taken");
    config::Reference next = *services.reference;
    next.seals[seal.seal.id] = seal.seal;
    next.seal_pictures[seal.seal.id] = seal.picture;
    ProposalWish wish;
    wish.kind = domain::ProposalKind::change_seal;
    wish.issuer_id = seal.seal.issuer_id;
    wish.object = "seal:" + seal.seal.id;
    YX_TRY(wish.object_tag, reference_tag(transaction, now));
    wish.facts = {
        {"step", "apply"},
        {"title", seal.seal.name.zh},
        {"name", seal.seal.name.zh},
        {"seal_type", seal.type},
        {"key_name", seal.key_name},
        {"valid_from", format_day(seal.seal.valid_from)},
        {"valid_until", seal.seal.valid_until ? format_day(*seal.seal.valid_until) : std::string()},
        {"reference", config::write_reference(next)},
        {"changes", pack_changes(differences(*services.reference, next))}};
    wish.reason = draft.reason;
    wish.decision_no = draft.decision_no;
    return propose(transaction, services, actor, wish, now);
}

Result<SealRecord> load(Reader& reader, const std::string& id) {
    YX_TRY(auto record, storage::find_seal(reader, id));
    if (!record) return Error(ErrorCode::not_found, "seal");
    return *std::move(record);
}

/// A seal cannot be in use without a certificate for its key.
Result<void> check_key(Reader& reader, const SealRecord& record, SealState to) {
    if (to != SealState::in_use && to != SealState::made) return ok();
    YX_TRY(const auto end, certificate_end(reader, record.key_name));
    if (!end) return Error(ErrorCode::key_unavailable, "no certificate for " + record.key_name);
    return ok();
}

Result<void> stop(Transaction& transaction,
                  const Services& services,
                  const StaffActor& actor,
                  const std::string& id,
                  const std::string& reason,
                  Instant now) {
    YX_TRY(const SealRecord record, load(transaction, id));
    if (record.seal.state != SealState::in_use) return Error(ErrorCode::seal_may_not_become);
    YX_CHECK(storage::set_seal_state(transaction, id, SealState::suspended));
    YX_CHECK(audit_staff(transaction,
                         domain::EventKind::seal_state_changed,
                         actor,
                         "seal:" + id,
                         now,
                         {{"state", "suspended"}, {"stop", "one person"}}));
    ProposalWish wish;
    wish.kind = domain::ProposalKind::confirm_stop;
    wish.issuer_id = record.seal.issuer_id;
    wish.object = "seal:" + id;
    wish.object_tag = "suspended";
    wish.facts = {{"title", record.seal.name.zh}};
    wish.reason = reason;
    return propose_stop(transaction, services, actor, wish, now);
}

}  // namespace

Task<Result<std::vector<SealView>>> list_seals(Services& services, StaffActor actor) {
    YX_CO_CHECK(may_see_seals(actor));
    const Instant now = services.clock.now();
    auto read = [&services, actor, now](Reader& reader) -> Result<std::vector<SealView>> {
        YX_TRY(auto records, storage::list_seals(reader));
        std::vector<SealView> views;
        for (SealRecord& record : records) {
            if (!actor.covers(record.seal.issuer_id)) continue;
            YX_TRY(SealView view, describe(reader, services, std::move(record), now));
            views.push_back(std::move(view));
        }
        return views;
    };
    co_return co_await services.store.read(read);
}

Task<Result<SealView>> find_seal(Services& services, StaffActor actor, std::string id) {
    YX_CO_CHECK(may_see_seals(actor));
    const Instant now = services.clock.now();
    auto read = [&services, actor, id, now](Reader& reader) -> Result<SealView> {
        YX_TRY(SealRecord record, load(reader, id));
        YX_CHECK(require_scope(actor, record.seal.issuer_id));
        return describe(reader, services, std::move(record), now);
    };
    co_return co_await services.store.read(read);
}

Task<Result<std::vector<KeyRecord>>> list_seal_keys(Services& services, StaffActor actor) {
    YX_CO_CHECK(require(actor, OfficeAct::propose_seal));
    auto read = [](Reader& reader) -> Result<std::vector<KeyRecord>> {
        YX_TRY(auto keys, storage::list_keys(reader));
        std::erase_if(keys, [](const KeyRecord& key) { return key.purpose != seal_purpose; });
        return keys;
    };
    co_return co_await services.store.read(read);
}

Task<Result<domain::ProposalId>> propose_seal(Services& services,
                                              StaffActor actor,
                                              SealDraft draft) {
    YX_CO_CHECK(require(actor, OfficeAct::propose_seal));
    const Instant now = services.clock.now();
    const auto seal = checked(services, draft);
    if (!seal) co_return seal.error();
    const auto picture = co_await draw_seal_picture(services, actor, seal->picture);
    if (!picture) {
        co_return Error(picture.error())
            .with("field", seal->picture.png.empty() ? "arc_text" : "picture");
    }
    auto run = [&services, actor, draft, seal = *seal, now](Transaction& transaction) {
        return propose_new(transaction, services, actor, seal, draft, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<domain::ProposalId>> propose_seal_step(Services& services,
                                                   StaffActor actor,
                                                   std::string id,
                                                   SealState to,
                                                   std::string reason,
                                                   std::string decision_no) {
    YX_CO_CHECK(require(actor, OfficeAct::propose_seal));
    const Instant now = services.clock.now();
    auto run = [&services, actor, id, to, reason, decision_no, now](
                   Transaction& transaction) -> Result<domain::ProposalId> {
        YX_TRY(const SealRecord record, load(transaction, id));
        if (!domain::may_become(record.seal.state, to)) {
            return Error(ErrorCode::seal_may_not_become);
        }
        YX_CHECK(check_key(transaction, record, to));
        ProposalWish wish;
        wish.kind = domain::ProposalKind::change_seal;
        wish.issuer_id = record.seal.issuer_id;
        wish.object = "seal:" + id;
        wish.object_tag = domain::key(record.seal.state);
        wish.facts = {{"step", "state"},
                      {"title", record.seal.name.zh},
                      {"state", std::string(domain::key(to))}};
        wish.reason = reason;
        wish.decision_no = decision_no;
        return propose(transaction, services, actor, wish, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<domain::ProposalId>> propose_seal_assignment(
    Services& services, StaffActor actor, std::string id, std::string from, std::string reason) {
    YX_CO_CHECK(require(actor, OfficeAct::propose_seal));
    const Instant now = services.clock.now();
    const auto day = parse_day(trim(from));
    if (!day) co_return wrong("from");
    auto run = [&services, actor, id, day = *day, reason, now](
                   Transaction& transaction) -> Result<domain::ProposalId> {
        YX_TRY(const SealRecord record, load(transaction, id));
        config::Reference next = *services.reference;
        next.seal_assignments.push_back({record.type, id, day, std::nullopt});
        ProposalWish wish;
        wish.kind = domain::ProposalKind::change_seal;
        wish.issuer_id = record.seal.issuer_id;
        wish.object = "seal:" + id;
        YX_TRY(wish.object_tag, reference_tag(transaction, now));
        wish.facts = {{"step", "assign"},
                      {"title", record.seal.name.zh},
                      {"seal_type", record.type},
                      {"from", format_day(day)},
                      {"reference", config::write_reference(next)},
                      {"changes", pack_changes(differences(*services.reference, next))}};
        wish.reason = reason;
        return propose(transaction, services, actor, wish, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> stop_seal(Services& services,
                             StaffActor actor,
                             std::string id,
                             std::string reason) {
    YX_CO_CHECK(require(actor, OfficeAct::stop_seal));
    const Instant now = services.clock.now();
    auto run = [&services, actor, id, reason, now](Transaction& transaction) {
        return stop(transaction, services, actor, id, reason, now);
    };
    co_return co_await services.store.write(run);
}

Result<std::int64_t> watch_seals(Transaction& transaction, Instant now) {
    YX_TRY(const auto records, storage::list_seals(transaction));
    std::int64_t raised = 0;
    for (const SealRecord& record : records) {
        if (record.seal.state != SealState::in_use) continue;
        YX_TRY(const auto left, days_left(transaction, record, now));
        if (!left) continue;
        // The smallest threshold that was passed: each is told of once.
        std::optional<int> threshold;
        for (const int days : seal_warnings) {
            if (*left < days) threshold = days;
        }
        if (!threshold) continue;
        const std::string object = "seal:" + record.seal.id;
        const std::string detail = std::to_string(*threshold);
        YX_TRY(const bool is_known,
               storage::was_alarm_raised(
                   transaction, domain::AlarmKind::seal_expiring, object, detail));
        if (is_known) continue;
        YX_CHECK(storage::raise_alarm(
            transaction,
            {domain::AlarmKind::seal_expiring, object, record.seal.issuer_id, detail},
            now));
        ++raised;
    }
    return raised;
}

}  // namespace yinxin::service
