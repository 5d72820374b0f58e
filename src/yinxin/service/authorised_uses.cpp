// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/authorised_uses.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/endorsements.hpp"
#include "yinxin/storage/organisations.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::UseState;
using storage::AuthorisedUse;
using storage::Reader;
using storage::Transaction;
using storage::UseId;

/// The wish, read.
struct Wanted {
    storage::OrganisationRow organisation;
    std::string purpose;
    int days = 90;
};

Error at_field(Error error, const char* field) {
    return std::move(error).with("field", field);
}

/// Only an organisation whose papers the office has seen: anybody can state a code, and the name
/// that is printed as the recipient has to be true (docs/choices.md#c178).
Result<Wanted> read_wish(Reader& reader, const storage::DataKeys& keys, const UseWish& wish) {
    Wanted wanted;
    auto uscc = domain::parse_organisation_uscc(wish.uscc);
    if (!uscc) return at_field(std::move(uscc).error(), "uscc");
    YX_TRY(const auto stated, storage::list_organisations_by_uscc(reader, keys, *uscc));
    const auto found = std::ranges::find(
        stated, domain::OrganisationStanding::confirmed, &storage::OrganisationRow::standing);
    if (found == stated.end()) {
        return at_field(Error(ErrorCode::authorised_use_organisation_unknown), "uscc");
    }
    wanted.organisation = *found;
    auto purpose = domain::parse_purpose(wish.purpose);
    if (!purpose) return at_field(std::move(purpose).error(), "purpose");
    wanted.purpose = *std::move(purpose);
    wanted.days = wish.days;
    return wanted;
}

/// What is printed as the recipient: a registered name may be longer than the line of a copy.
Result<std::string> recipient_of(const storage::OrganisationRow& organisation) {
    YX_TRY(std::u32string points, decode_utf8(organisation.name));
    points.resize(std::min(points.size(), domain::max_recipient_length));
    return domain::parse_recipient(encode_utf8(points));
}

domain::UseCode draw_code() {
    return domain::make_use_code(
        crypto::random_text(domain::copy_code_alphabet, domain::use_code_length - 1));
}

Result<void> audit_use(Transaction& transaction,
                       domain::ActorKind kind,
                       AccountId account,
                       EventKind what,
                       const AuthorisedUse& use,
                       Instant now,
                       std::map<std::string, std::string> facts = {}) {
    facts.emplace("organisation", use.organisation.str());
    facts.emplace("copy", use.copy.str());
    return storage::append_audit(
        transaction,
        {now, kind, account.str(), what, "authorised_use:" + use.id.str(), std::move(facts)});
}

Result<AuthorisedUse> find_own_use(Reader& reader,
                                   const storage::DataKeys& keys,
                                   const Actor& actor,
                                   UseId id) {
    for (const HolderId holder : actor.holders) {
        YX_TRY(auto use, storage::find_authorised_use(reader, keys, holder, id));
        if (use) return *std::move(use);
    }
    return Error(ErrorCode::not_found, "authorised use " + id.str());
}

Result<storage::EndorsementRow> find_own_endorsement(Reader& reader,
                                                     const Actor& actor,
                                                     EndorsementId id) {
    for (const HolderId holder : actor.holders) {
        YX_TRY(const auto row, storage::find_endorsement(reader, holder, id));
        if (row) return *row;
    }
    return Error(ErrorCode::not_found, "endorsement " + id.str());
}

/// The use that was made for an application, if there is one.
Result<std::optional<AuthorisedUse>> use_of(Reader& reader,
                                            const storage::DataKeys& keys,
                                            const storage::EndorsementRow& row) {
    return storage::find_authorised_use_of_copy(reader, keys, {row.holder, row.copy});
}

/// Of two organisations of one name each has its own.
bool is_same_use(const AuthorisedUse& use, const Wanted& wanted, Instant now) {
    return use.state_at(now) == UseState::open && use.purpose == wanted.purpose &&
           use.organisation == wanted.organisation.id;
}

Result<GivenUse> replace_in(Transaction& transaction,
                            const Services& services,
                            const Actor& actor,
                            const AuthorisedUse& use,
                            Instant now) {
    const GivenUse given{use.id, draw_code()};
    YX_TRY(const bool is_done,
           storage::replace_use_code(transaction, services.keys, use, given.code, now));
    if (!is_done) return Error(ErrorCode::authorised_use_over);
    YX_CHECK(audit_use(transaction,
                       domain::ActorKind::holder,
                       actor.account,
                       EventKind::use_code_replaced,
                       use,
                       now));
    return given;
}

/// What authorise_use does in its transaction.
struct Authorised {
    GivenUse given;
    bool wakes_press = false;
};
Result<Authorised> authorise_in(Transaction& transaction,
                                const Services& services,
                                const Actor& actor,
                                LineId line,
                                const UseWish& wish,
                                Confirmations confirmations,
                                Instant now) {
    YX_TRY(const Wanted wanted, read_wish(transaction, services.keys, wish));
    YX_TRY(const std::string recipient, recipient_of(wanted.organisation));
    const auto apply = [&](bool is_repeat) {
        confirmations.is_repeat = is_repeat;
        return apply_for_organisation(
            transaction, services, actor, line, recipient, wanted.days, confirmations, now);
    };
    YX_TRY(Applied applied, apply(false));
    YX_TRY(storage::EndorsementRow row, find_own_endorsement(transaction, actor, applied.id));
    if (!applied.is_new) {
        YX_TRY(const auto before, use_of(transaction, services.keys, row));
        // The same copy and the same words: only the code is another.
        if (before && is_same_use(*before, wanted, now)) {
            YX_TRY(const GivenUse given, replace_in(transaction, services, actor, *before, now));
            return Authorised{given, false};
        }
        YX_TRY(applied, apply(true));
        YX_TRY(row, find_own_endorsement(transaction, actor, applied.id));
    }
    storage::NewAuthorisedUse use;
    use.holder = row.holder;
    use.id = make_id<UseId>();
    use.line = line;
    use.copy = row.copy;
    use.endorsement = row.id;
    use.account = actor.account;
    use.organisation = wanted.organisation.id;
    use.organisation_name = wanted.organisation.name;
    use.purpose = wanted.purpose;
    use.code = draw_code();
    use.ends_at = row.valid_until;
    YX_CHECK(storage::insert_authorised_use(transaction, services.keys, use, now));
    YX_TRY(const AuthorisedUse kept, find_own_use(transaction, services.keys, actor, use.id));
    YX_CHECK(audit_use(transaction,
                       domain::ActorKind::holder,
                       actor.account,
                       EventKind::use_authorised,
                       kept,
                       now,
                       {{"certificate", line.str()}}));
    return Authorised{{use.id, use.code}, applied.is_new};
}

}  // namespace

Task<Result<UsePreview>> preview_use(Services& services,
                                     const Actor& actor,
                                     LineId line,
                                     UseWish wish) {
    const Instant now = services.clock.now();
    co_return co_await services.store.read([&](Reader& reader) -> Result<UsePreview> {
        YX_TRY(const Wanted wanted, read_wish(reader, services.keys, wish));
        YX_TRY(const std::string recipient, recipient_of(wanted.organisation));
        UsePreview preview{wanted.organisation.name, wanted.purpose, {}};
        YX_TRY(
            preview.application,
            preview_for_organisation(reader, services, actor, line, recipient, wanted.days, now));
        auto& same = preview.application.same_today;
        if (!same) return preview;
        YX_TRY(const auto row, find_own_endorsement(reader, actor, *same));
        YX_TRY(const auto use, use_of(reader, services.keys, row));
        if (!use || !is_same_use(*use, wanted, now)) same.reset();
        return preview;
    });
}

Task<Result<GivenUse>> authorise_use(Services& services,
                                     const Actor& actor,
                                     LineId line,
                                     UseWish wish,
                                     Confirmations confirmations) {
    const Instant now = services.clock.now();
    Result<Authorised> authorised =
        co_await services.store.write([&](Transaction& transaction) -> Result<Authorised> {
            return authorise_in(transaction, services, actor, line, wish, confirmations, now);
        });
    if (!authorised) co_return std::move(authorised).error();
    if (authorised->wakes_press) services.wake_press();
    co_return std::move(authorised->given);
}

Task<Result<GivenUse>> replace_code(Services& services, const Actor& actor, UseId id) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<GivenUse> {
        YX_TRY(const AuthorisedUse use, find_own_use(transaction, services.keys, actor, id));
        return replace_in(transaction, services, actor, use, now);
    });
}

Task<Result<void>> withdraw_use(Services& services, const Actor& actor, UseId id, CopyToo copy) {
    const Instant now = services.clock.now();
    YX_CO_TRY(const AuthorisedUse use,
              co_await services.store.write([&](Transaction& transaction) -> Result<AuthorisedUse> {
                  YX_TRY(AuthorisedUse found, find_own_use(transaction, services.keys, actor, id));
                  YX_TRY(const bool is_done,
                         storage::withdraw_authorised_use(transaction, found, now));
                  if (!is_done) return Error(ErrorCode::authorised_use_over);
                  YX_CHECK(audit_use(transaction,
                                     domain::ActorKind::holder,
                                     actor.account,
                                     EventKind::use_withdrawn,
                                     found,
                                     now));
                  return found;
              }));
    if (copy == CopyToo::keep) co_return ok();
    // A transaction of its own: the code is withdrawn whatever became of the copy.
    co_return co_await withdraw_endorsement(services, actor, use.copy);
}

Task<Result<AuthorisedUse>> load_use(Services& services, const Actor& actor, UseId id) {
    co_return co_await services.store.read(
        [&](Reader& reader) { return find_own_use(reader, services.keys, actor, id); });
}

Task<Result<std::vector<AuthorisedUse>>> list_uses(Services& services,
                                                   const Actor& actor,
                                                   LineId line) {
    co_return co_await services.store.read(
        [&](Reader& reader) -> Result<std::vector<AuthorisedUse>> {
            YX_TRY(const auto certificate, find_own_certificate(reader, services, actor, line));
            return storage::list_authorised_uses_of_line(
                reader, services.keys, certificate.holder, line, most_uses_shown);
        });
}

Task<Result<std::vector<AuthorisedUse>>> list_all_uses(Services& services, const Actor& actor) {
    co_return co_await services.store.read(
        [&](Reader& reader) -> Result<std::vector<AuthorisedUse>> {
            std::vector<AuthorisedUse> all;
            for (const HolderId holder : actor.holders) {
                YX_TRY(
                    auto uses,
                    storage::list_authorised_uses(reader, services.keys, holder, most_uses_shown));
                std::ranges::move(uses, std::back_inserter(all));
            }
            std::ranges::sort(all, std::ranges::greater(), &AuthorisedUse::made_at);
            return all;
        });
}

}  // namespace yinxin::service
