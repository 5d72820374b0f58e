// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/organisation_purposes.hpp"

#include "yinxin/domain/typed_line.hpp"
#include "yinxin/service/organisation_steps.hpp"

namespace yinxin::service {
namespace {

using domain::OrganisationId;
using storage::Reader;
using storage::Transaction;

bool offers_bids(const Services& services, const storage::Membership& own) {
    return services.reference->check_display.offers_bid_evaluation(own.standing);
}

Result<void> audit_purpose(Transaction& transaction,
                           AccountId account,
                           OrganisationId organisation,
                           const char* what,
                           storage::PurposeId purpose,
                           Instant now) {
    return audit_organisation(
        transaction, by_account(account), organisation, what, now, {{"purpose", purpose.str()}});
}

}  // namespace

Task<Result<PurposesView>> load_purposes(Services& services,
                                         AccountId account,
                                         OrganisationId organisation) {
    auto read = [&services, account, organisation](Reader& reader) -> Result<PurposesView> {
        PurposesView view;
        YX_TRY(view.own, need_member(reader, organisation, account));
        YX_TRY(view.purposes, storage::list_purposes(reader, services.keys, organisation));
        view.offers_bid_evaluation = offers_bids(services, view.own);
        return view;
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> add_purpose(Services& services,
                               AccountId account,
                               OrganisationId organisation,
                               std::string text,
                               domain::PurposeKind kind) {
    const Instant now = services.clock.now();
    const auto words = domain::parse_purpose(text);
    if (!words) co_return words.error();
    auto add = [&services, account, organisation, words = *words, kind, now](
                   Transaction& transaction) -> Result<void> {
        YX_TRY(const storage::Membership own, need_owner(transaction, organisation, account));
        if (kind == domain::PurposeKind::bid_evaluation && !offers_bids(services, own)) {
            return Error(ErrorCode::invalid_input, "this organisation may not delay");
        }
        YX_TRY(const auto saved, storage::list_purposes(transaction, services.keys, organisation));
        if (static_cast<std::int64_t>(saved.size()) >= domain::most_purposes) {
            return Error(ErrorCode::organisation_too_many)
                .with("most", std::to_string(domain::most_purposes));
        }
        YX_TRY(const storage::PurposeId purpose,
               storage::insert_purpose(transaction, services.keys, organisation, words, kind, now));
        return audit_purpose(transaction, account, organisation, "purpose_added", purpose, now);
    };
    co_return co_await services.store.write(add);
}

Task<Result<void>> rename_purpose(Services& services,
                                  AccountId account,
                                  OrganisationId organisation,
                                  storage::PurposeId purpose,
                                  std::string text) {
    const Instant now = services.clock.now();
    const auto words = domain::parse_purpose(text);
    if (!words) co_return words.error();
    auto rename = [&services, account, organisation, purpose, words = *words, now](
                      Transaction& transaction) -> Result<void> {
        YX_CHECK(need_owner(transaction, organisation, account));
        YX_CHECK(storage::rename_purpose(transaction, services.keys, organisation, purpose, words));
        return audit_purpose(transaction, account, organisation, "purpose_renamed", purpose, now);
    };
    co_return co_await services.store.write(rename);
}

Task<Result<void>> retire_purpose(Services& services,
                                  AccountId account,
                                  OrganisationId organisation,
                                  storage::PurposeId purpose) {
    const Instant now = services.clock.now();
    auto retire = [account, organisation, purpose, now](Transaction& transaction) -> Result<void> {
        YX_CHECK(need_owner(transaction, organisation, account));
        YX_CHECK(storage::retire_purpose(transaction, organisation, purpose, now));
        return audit_purpose(transaction, account, organisation, "purpose_retired", purpose, now);
    };
    co_return co_await services.store.write(retire);
}

}  // namespace yinxin::service
