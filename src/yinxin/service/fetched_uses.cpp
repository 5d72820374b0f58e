// SPDX-License-Identifier: Apache-2.0
// The organisation's side of service/authorised_uses.hpp: redeeming a code, and what was fetched.
#include "yinxin/domain/person_name.hpp"
#include "yinxin/service/authorised_uses.hpp"
#include "yinxin/service/holder_notices.hpp"
#include "yinxin/service/organisation_steps.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/audit_log.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::OrganisationId;
using domain::UseState;
using storage::AuthorisedUse;
using storage::Reader;
using storage::Transaction;
using storage::UseId;

constexpr std::chrono::hours hour{1};

/// What a try came to; a refusal is kept, so that its counts stay.
struct Redeemed {
    UseId use;
    std::optional<Error> refusal;
};

Result<void> audit(Transaction& transaction,
                   AccountId account,
                   EventKind what,
                   const AuthorisedUse& use,
                   OrganisationId by,
                   Instant now) {
    return storage::append_audit(transaction,
                                 {now,
                                  domain::ActorKind::verifier,
                                  account.str(),
                                  what,
                                  "authorised_use:" + use.id.str(),
                                  {{"organisation", by.str()}, {"copy", use.copy.str()}}});
}

/// Whether the copy behind a use may be handed out now.
Result<void> check_copy(Reader& reader,
                        const Services& services,
                        storage::CopyKey key,
                        Instant now) {
    YX_TRY(const auto copy, storage::find_copy(reader, key));
    if (!copy) return Error(ErrorCode::not_found, "copy " + key.copy.str());
    YX_TRY(
        const auto certificate,
        storage::find_certificate(reader, services.keys, copy->holder, copy->line, std::nullopt));
    if (!certificate || !storage::is_released(*certificate)) {
        return Error(ErrorCode::certificate_not_valid);
    }
    return check_open(*copy, *certificate, now);
}

/// The right code at the wrong time or in the wrong hands: the holder sees that it happened, and
/// who tried learns no more than of a code that never was.
Result<Redeemed> refuse(Transaction& transaction,
                        AccountId account,
                        const AuthorisedUse& use,
                        OrganisationId by,
                        Instant now) {
    YX_CHECK(storage::count_wrong_use(transaction, use, now));
    YX_CHECK(audit(transaction, account, EventKind::use_refused, use, by, now));
    return Redeemed{use.id, Error(ErrorCode::authorised_use_over)};
}

Result<Redeemed> redeem_in(Transaction& transaction,
                           const Services& services,
                           AccountId account,
                           OrganisationId organisation,
                           const std::string& code,
                           const Origin& origin,
                           Instant now) {
    YX_CHECK(need_member(transaction, organisation, account));
    YX_CHECK(take_allowance(transaction,
                            services.keys,
                            "authorised/address",
                            counted_address(origin.address),
                            {redeems_per_address_hour, hour},
                            now));
    YX_CHECK(take_allowance(transaction,
                            services.keys,
                            "authorised/account",
                            account.str(),
                            {redeems_per_account_hour, hour},
                            now));
    const auto typed = domain::parse_use_code(code);
    if (!typed) return Redeemed{{}, typed.error()};
    YX_TRY(const auto use,
           storage::find_authorised_use_by_code(transaction, services.keys, *typed));
    if (!use) return Redeemed{{}, Error(ErrorCode::authorised_use_over)};
    if (use->organisation != organisation || use->state_at(now) != UseState::open) {
        return refuse(transaction, account, *use, organisation, now);
    }
    // A copy that is not there yet, or no longer good, leaves the code as it is.
    const auto open = check_copy(transaction, services, {use->holder, use->copy}, now);
    if (!open) return Redeemed{use->id, open.error()};
    YX_TRY(const bool is_done, storage::redeem_authorised_use(transaction, *use, account, now));
    if (!is_done) return refuse(transaction, account, *use, organisation, now);
    YX_CHECK(audit(transaction, account, EventKind::use_fetched, *use, organisation, now));
    YX_CHECK(tell_holder_always(transaction, services, use->holder, "authorised_use_fetched", now));
    return Redeemed{use->id, std::nullopt};
}

Result<std::optional<FetchedUse>> dress(Reader& reader,
                                        const Services& services,
                                        const storage::FetchedCopy& fetched,
                                        Instant now) {
    const storage::CopyKey key{fetched.holder, fetched.copy};
    YX_TRY(const auto use,
           storage::find_authorised_use(reader, services.keys, fetched.holder, fetched.use));
    YX_TRY(const auto copy, storage::find_copy(reader, key));
    if (!use || !copy) return std::optional<FetchedUse>();
    YX_TRY(
        const auto certificate,
        storage::find_certificate(reader, services.keys, copy->holder, copy->line, copy->version));
    if (!certificate) return std::optional<FetchedUse>();
    FetchedUse shown;
    shown.fetched = fetched;
    shown.copy_no = copy->copy_no;
    shown.qualification = certificate->face.qualification;
    shown.masked_name = domain::masked_name({certificate->face.name});
    shown.purpose = use->purpose;
    if (use->state_at(now) != UseState::fetched) {
        shown.closed = Error(ErrorCode::authorised_use_over);
        return std::optional(std::move(shown));
    }
    const auto open = check_copy(reader, services, key, now);
    if (!open) {
        shown.closed = open.error();
        return std::optional(std::move(shown));
    }
    YX_TRY(shown.files, storage::list_copy_files(reader, key));
    return std::optional(std::move(shown));
}

}  // namespace

Task<Result<UseId>> redeem_use(Services& services,
                               AccountId account,
                               OrganisationId organisation,
                               std::string code,
                               Origin origin) {
    const Instant now = services.clock.now();
    auto redeem = [&services, account, organisation, code, origin, now](Transaction& transaction) {
        return redeem_in(transaction, services, account, organisation, code, origin, now);
    };
    auto redeemed = co_await services.store.write(redeem);
    if (!redeemed) co_return std::move(redeemed).error();
    if (redeemed->refusal) co_return *redeemed->refusal;
    co_return redeemed->use;
}

Task<Result<FetchedCopies>> list_fetched(Services& services,
                                         AccountId account,
                                         OrganisationId organisation) {
    const Instant now = services.clock.now();
    auto read = [&services, account, organisation, now](Reader& reader) -> Result<FetchedCopies> {
        FetchedCopies all;
        YX_TRY(all.own, need_member(reader, organisation, account));
        YX_TRY(const auto rows,
               storage::list_fetched_copies(reader, organisation, most_uses_shown));
        for (const storage::FetchedCopy& row : rows) {
            YX_TRY(auto shown, dress(reader, services, row, now));
            if (shown) all.uses.push_back(*std::move(shown));
        }
        return all;
    };
    co_return co_await services.store.read(read);
}

Task<Result<SealedFile>> open_fetched(Services& services,
                                      AccountId account,
                                      OrganisationId organisation,
                                      UseId use,
                                      domain::CopyFormat format) {
    const Instant now = services.clock.now();
    auto find =
        [&services, account, organisation, use, now](Reader& reader) -> Result<storage::CopyKey> {
        YX_CHECK(need_member(reader, organisation, account));
        YX_TRY(const auto fetched, storage::find_fetched_copy(reader, organisation, use));
        if (!fetched) return Error(ErrorCode::not_found, "fetched copy");
        YX_TRY(const auto row,
               storage::find_authorised_use(reader, services.keys, fetched->holder, use));
        if (!row) return Error(ErrorCode::not_found, "authorised use");
        if (row->state_at(now) != UseState::fetched) return Error(ErrorCode::authorised_use_over);
        return storage::CopyKey{fetched->holder, fetched->copy};
    };
    YX_CO_TRY(const storage::CopyKey key, co_await services.store.read(find));
    co_return co_await open_fetched_file(services, account, key, format);
}

}  // namespace yinxin::service
