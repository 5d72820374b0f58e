// SPDX-License-Identifier: Apache-2.0
// The organisation's side of service/authorised_uses.hpp: redeeming a code, and what was fetched.
#include "yinxin/service/authorised_uses.hpp"
#include "yinxin/service/organisation_steps.hpp"
#include "yinxin/service/redeeming.hpp"
#include "yinxin/service/throttle.hpp"

namespace yinxin::service {
namespace {

using domain::OrganisationId;
using storage::Reader;
using storage::Transaction;
using storage::UseId;

constexpr std::chrono::hours hour{1};

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
    const Redeemer redeemer{domain::ActorKind::verifier,
                            account.str(),
                            organisation,
                            {account, std::nullopt, std::nullopt}};
    return redeem_code(transaction, services, redeemer, code, now);
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
            YX_TRY(auto shown, dress_fetched(reader, services, row, now));
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
        return find_open_fetch(reader, services, fetched, now);
    };
    YX_CO_TRY(const storage::CopyKey key, co_await services.store.read(find));
    co_return co_await open_fetched_file(
        services, {domain::ActorKind::verifier, account.str()}, key, format);
}

}  // namespace yinxin::service
