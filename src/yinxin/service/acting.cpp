// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/acting.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::PurposeKind;
using storage::Reader;
using storage::Transaction;

/// What was chosen, checked.
struct Chosen {
    std::string purpose;
    std::optional<CivilDay> shown_from;
};

Result<storage::Membership> find_own(Reader& reader,
                                     domain::OrganisationId organisation,
                                     AccountId account) {
    YX_TRY(auto found, storage::find_membership(reader, organisation, account));
    if (!found) return Error(ErrorCode::not_found, "no member of this organisation");
    return *std::move(found);
}

Result<Chosen> choose(Reader& reader,
                      const Services& services,
                      const storage::Membership& membership,
                      const ActingChoice& choice,
                      Instant now) {
    if (!choice.purpose) {
        auto typed = domain::parse_purpose(choice.typed_purpose);
        if (!typed) return std::move(typed).error().with("field", "purpose");
        return Chosen{*std::move(typed), std::nullopt};
    }
    YX_TRY(const std::vector<storage::PurposeRow> saved,
           storage::list_purposes(reader, services.keys, membership.organisation));
    const auto found = std::ranges::find(saved, *choice.purpose, &storage::PurposeRow::id);
    if (found == saved.end()) return Error(ErrorCode::not_found, "no such purpose");
    Chosen chosen{found->text, std::nullopt};
    const domain::DisplayPolicy& policy = services.reference->check_display;
    const bool has_day = found->kind == PurposeKind::bid_evaluation &&
                         policy.offers_bid_evaluation(membership.standing);
    // Left open, holders see it at once: a delay is asked for, never assumed.
    if (!has_day || trim(choice.shown_from).empty()) return chosen;
    auto day = domain::check_display_day(policy, choice.shown_from, civil_day(now));
    if (!day) return std::move(day).error().with("field", "shown_from");
    chosen.shown_from = *day;
    return chosen;
}

/// The holder may see that somebody checked, not the name with which to log in.
std::string masked_login(std::string_view name) {
    return std::string(name.substr(0, 2)) + "***";
}

}  // namespace

Task<Result<ActingOffer>> load_acting_offer(Services& services,
                                            AccountId account,
                                            domain::OrganisationId organisation) {
    const CivilDay today = civil_day(services.clock.now());
    auto read = [&services, account, organisation, today](Reader& reader) -> Result<ActingOffer> {
        ActingOffer offer;
        YX_TRY(offer.membership, find_own(reader, organisation, account));
        YX_TRY(offer.purposes, storage::list_purposes(reader, services.keys, organisation));
        const domain::DisplayPolicy& policy = services.reference->check_display;
        if (policy.offers_bid_evaluation(offer.membership.standing)) {
            offer.first_day = today + Days(1);
            offer.last_day = today + policy.bid_evaluation_most;
        }
        return offer;
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> act_for(Services& services,
                           AccountId account,
                           Secret token,
                           ActingChoice choice) {
    const Instant now = services.clock.now();
    auto act = [&services, account, token, choice, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const storage::Membership membership,
               find_own(transaction, choice.organisation, account));
        YX_TRY(const Chosen chosen, choose(transaction, services, membership, choice, now));
        std::optional<std::string> day;
        if (chosen.shown_from) day = format_day(*chosen.shown_from);
        const Bytes purpose = services.keys.columns.seal(
            storage::personal_columns::session_purpose(account), chosen.purpose);
        YX_CHECK(transaction.execute(sql::session::set_acting,
                                     crypto::sha256(token.expose_bytes()),
                                     membership.organisation,
                                     purpose,
                                     day));
        return ok();
    };
    co_return co_await services.store.write(act);
}

Task<Result<void>> act_for_oneself(Services& services, Secret token) {
    auto act = [token](Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(sql::session::set_acting,
                                     crypto::sha256(token.expose_bytes()),
                                     std::nullopt,
                                     std::nullopt,
                                     std::nullopt));
        return ok();
    };
    co_return co_await services.store.write(act);
}

storage::Checker checker_of(const SessionFacts& session,
                            const domain::DisplayPolicy& policy,
                            Instant now) {
    storage::Checker checker;
    if (!session.acting) {
        checker.kind = storage::CheckerKind::account;
        checker.id = session.account.str();
        checker.name = masked_login(session.account_name);
        return checker;
    }
    const ActingFor& acting = *session.acting;
    checker.kind = storage::CheckerKind::organisation;
    checker.id = acting.organisation.str();
    checker.name = acting.name;
    checker.purpose = acting.purpose;
    checker.visible_from = domain::shown_from(
        policy, {acting.standing, acting.organisation_class, acting.shown_from}, now);
    checker.made_by = session.account.value;
    return checker;
}

}  // namespace yinxin::service
