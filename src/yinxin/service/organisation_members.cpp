// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/organisation_members.hpp"

#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/service/organisation_steps.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/accounts.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::MemberRole;
using domain::OrganisationId;
using storage::Reader;
using storage::Transaction;

constexpr Allowance join_allowance{joins_per_account_hour, std::chrono::hours(1)};

Error too_many(std::int64_t most) {
    return Error(ErrorCode::organisation_too_many).with("most", std::to_string(most));
}

Result<void> check_room(Reader& reader, OrganisationId organisation, std::int64_t coming) {
    YX_TRY(const std::int64_t members, storage::count_members(reader, organisation));
    if (members + coming > domain::most_members) return too_many(domain::most_members);
    return ok();
}

Result<void> make_invitation(Transaction& transaction,
                             const Services& services,
                             AccountId account,
                             OrganisationId organisation,
                             Instant now) {
    YX_CHECK(need_owner(transaction, organisation, account));
    YX_TRY(const auto open,
           storage::list_member_invitations(transaction, services.keys, organisation, now));
    const auto count = static_cast<std::int64_t>(open.size());
    if (count >= domain::most_open_invitations) return too_many(domain::most_open_invitations);
    YX_CHECK(check_room(transaction, organisation, count + 1));
    storage::NewMemberInvitation invitation;
    invitation.organisation = organisation;
    invitation.id = make_id<storage::MemberInvitationId>();
    invitation.code.value =
        crypto::random_text(domain::copy_code_alphabet, domain::invitation_code_length);
    invitation.made_by = account;
    invitation.expires_at = start_of(civil_day(now) + Days(domain::invitation_days + 1));
    YX_CHECK(storage::insert_member_invitation(transaction, services.keys, invitation, now));
    return audit_organisation(transaction,
                              by_account(account),
                              organisation,
                              "invited",
                              now,
                              {{"invitation", invitation.id.str()}});
}

/// What a join came to; a refusal is kept, so that its count stays.
struct Joined {
    OrganisationId organisation;
    std::optional<Error> refusal;
};

Result<Joined> join(Transaction& transaction,
                    const Services& services,
                    AccountId account,
                    const std::string& code,
                    Instant now) {
    YX_CHECK(take_allowance(
        transaction, services.keys, "organisation/join", account.str(), join_allowance, now));
    Joined joined;
    const auto refuse = [&joined](Error error) {
        joined.refusal = std::move(error);
        return joined;
    };
    const auto parsed = domain::parse_invitation_code(code);
    if (!parsed) return refuse(parsed.error());
    YX_TRY(const auto found,
           storage::find_member_invitation(transaction, services.keys, *parsed, now));
    if (!found) return refuse(Error(ErrorCode::organisation_invitation_over));
    joined.organisation = found->organisation;
    YX_TRY(const auto member, storage::find_membership(transaction, found->organisation, account));
    if (member) return refuse(Error(ErrorCode::organisation_member_exists));
    YX_CHECK(check_room(transaction, found->organisation, 1));
    YX_TRY(
        const bool is_used,
        storage::end_member_invitation(transaction, found->organisation, found->id, account, now));
    if (!is_used) return refuse(Error(ErrorCode::organisation_invitation_over));
    YX_CHECK(
        storage::insert_member(transaction, found->organisation, account, MemberRole::member, now));
    YX_CHECK(audit_organisation(transaction,
                                by_account(account),
                                found->organisation,
                                "member_joined",
                                now,
                                {{"invitation", found->id.str()}}));
    return joined;
}

/// Who was put out is told. The message does not name the organisation: what its people typed goes
/// to nobody's telephone.
Result<void> tell_removed(Transaction& transaction,
                          const Services& services,
                          AccountId other,
                          Instant now) {
    YX_TRY(const storage::AccountRow row, storage::find_account(transaction, other));
    YX_TRY(const storage::AccountIdentity identity, storage::open_identity(services.keys, row));
    YX_TRY(const Language language, message_language(transaction, other));
    return queue_message(
        transaction, services, identity.mobile, Message{"organisation_removed", {}, language}, now);
}

Result<void> apply_change(Transaction& transaction,
                          const Services& services,
                          const storage::Membership& own,
                          AccountId account,
                          AccountId other,
                          MemberChange change,
                          Instant now) {
    const OrganisationId organisation = own.organisation;
    switch (change) {
        case MemberChange::make_owner:
            return storage::set_member_role(transaction, organisation, other, MemberRole::owner);
        case MemberChange::make_member:
            return storage::set_member_role(transaction, organisation, other, MemberRole::member);
        case MemberChange::hand_over:
            YX_CHECK(storage::set_member_role(transaction, organisation, other, MemberRole::owner));
            return storage::set_member_role(transaction, organisation, account, MemberRole::member);
        case MemberChange::remove:
            YX_CHECK(storage::delete_member(transaction, organisation, other));
            if (other == account) return ok();
            return tell_removed(transaction, services, other, now);
    }
    return ok();
}

/// Whether the asker may do this at all.
bool is_allowed(const storage::Membership& own, bool is_oneself, MemberChange change) {
    if (!is_oneself) return own.is_owner();
    if (change == MemberChange::remove) return true;
    return change == MemberChange::make_member && own.is_owner();
}

}  // namespace

Task<Result<MembersView>> load_members(Services& services,
                                       AccountId account,
                                       OrganisationId organisation) {
    const Instant now = services.clock.now();
    auto read = [&services, account, organisation, now](Reader& reader) -> Result<MembersView> {
        MembersView view;
        YX_TRY(view.own, need_member(reader, organisation, account));
        YX_TRY(view.members, storage::list_members(reader, organisation));
        if (!view.own.is_owner()) return view;
        YX_TRY(view.invitations,
               storage::list_member_invitations(reader, services.keys, organisation, now));
        return view;
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> invite_member(Services& services,
                                 AccountId account,
                                 OrganisationId organisation) {
    const Instant now = services.clock.now();
    auto invite = [&services, account, organisation, now](Transaction& transaction) {
        return make_invitation(transaction, services, account, organisation, now);
    };
    co_return co_await services.store.write(invite);
}

Task<Result<void>> withdraw_invitation(Services& services,
                                       AccountId account,
                                       OrganisationId organisation,
                                       storage::MemberInvitationId invitation) {
    const Instant now = services.clock.now();
    auto withdraw =
        [account, organisation, invitation, now](Transaction& transaction) -> Result<void> {
        YX_CHECK(need_owner(transaction, organisation, account));
        YX_TRY(const bool is_ended,
               storage::end_member_invitation(
                   transaction, organisation, invitation, std::nullopt, now));
        if (!is_ended) return Error(ErrorCode::organisation_invitation_over);
        return audit_organisation(transaction,
                                  by_account(account),
                                  organisation,
                                  "invitation_withdrawn",
                                  now,
                                  {{"invitation", invitation.str()}});
    };
    co_return co_await services.store.write(withdraw);
}

Task<Result<MemberInvitationFacts>> look_at_invitation(Services& services,
                                                       AccountId account,
                                                       std::string code) {
    const Instant now = services.clock.now();
    auto look = [&services, account, code, now](
                    Transaction& transaction) -> Result<std::optional<MemberInvitationFacts>> {
        YX_CHECK(take_allowance(
            transaction, services.keys, "organisation/join", account.str(), join_allowance, now));
        const auto parsed = domain::parse_invitation_code(code);
        if (!parsed) return std::optional<MemberInvitationFacts>();
        YX_TRY(auto found,
               storage::find_member_invitation(transaction, services.keys, *parsed, now));
        if (!found) return std::optional<MemberInvitationFacts>();
        YX_TRY(const auto member,
               storage::find_membership(transaction, found->organisation, account));
        return std::optional(MemberInvitationFacts{*std::move(found), member.has_value()});
    };
    auto facts = co_await services.store.write(look);
    if (!facts) co_return std::move(facts).error();
    if (!*facts) co_return Error(ErrorCode::organisation_invitation_over);
    co_return **std::move(facts);
}

Task<Result<OrganisationId>> join_organisation(Services& services,
                                               AccountId account,
                                               std::string code) {
    const Instant now = services.clock.now();
    auto run = [&services, account, code, now](Transaction& transaction) {
        return join(transaction, services, account, code, now);
    };
    const auto joined = co_await services.store.write(run);
    if (!joined) co_return joined.error();
    if (joined->refusal) co_return *joined->refusal;
    co_return joined->organisation;
}

Task<Result<void>> change_member(Services& services,
                                 AccountId account,
                                 OrganisationId organisation,
                                 AccountId other,
                                 MemberChange change) {
    const Instant now = services.clock.now();
    auto run = [&services, account, organisation, other, change, now](
                   Transaction& transaction) -> Result<void> {
        YX_TRY(const storage::Membership own, need_member(transaction, organisation, account));
        if (!is_allowed(own, other == account, change)) return Error(ErrorCode::forbidden);
        YX_TRY(const auto theirs, storage::find_membership(transaction, organisation, other));
        if (!theirs) return Error(ErrorCode::not_found, "no member of this organisation");
        YX_CHECK(apply_change(transaction, services, own, account, other, change, now));
        return audit_organisation(transaction,
                                  by_account(account),
                                  organisation,
                                  "member_" + std::string(domain::key(change)),
                                  now,
                                  {{"account", other.str()}});
    };
    co_return co_await services.store.write(run);
}

}  // namespace yinxin::service
