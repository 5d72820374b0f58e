// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/organisation_members.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/organisation_members.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

using domain::OrganisationId;
using service::MemberChange;

constexpr std::string_view join_page = "/organisations/join/";

Task<Result<service::MembersView>> load(Context& context) {
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    co_return co_await service::load_members(
        context.site().services, context.visitor->facts.account, organisation);
}

std::string member_url(OrganisationId organisation, AccountId account) {
    return organisation_url(organisation, "/members/" + account.str());
}

void set_member(View& view, const Context& context, const storage::MemberRow& member) {
    view.set("LOGIN_NAME", member.login_name)
        .set("MASKED_MOBILE", member.mobile_masked)
        .set("ROLE", role_words(context, member.role))
        .set("JOINED_DAY", day_words(context, civil_day(member.joined_at)));
}

void add_invitations(View& view, const Context& context, const service::MembersView& found) {
    if (!found.own.is_owner()) return;
    View& section = view.add("INVITATIONS");
    section.set("DAYS", domain::invitation_days)
        .show_if("NO_INVITATIONS", found.invitations.empty());
    for (const storage::MemberInvitationRow& each : found.invitations) {
        const std::string code = domain::grouped(each.code);
        section.add("INVITATION")
            .set("CODE", code)
            .set("LINK",
                 context.site().services.settings.public_url + std::string(join_page) + code)
            .set("UNTIL_DAY",
                 day_words(context, civil_day(each.expires_at - std::chrono::seconds(1))))
            .set("WITHDRAW_URL",
                 organisation_url(found.own.organisation,
                                  "/invitations/" + each.id.str() + "/withdraw"));
    }
}

Response over(Context& context) {
    View view;
    view.show("OVER");
    return show_page(context, "organisation_join", view, {.menu = Menu::account, .status = 410});
}

Response show_invitation(Context& context,
                         const service::MemberInvitationFacts& facts,
                         const FormErrors& errors) {
    View view;
    View& open = view.add("OPEN");
    open.set("NAME", facts.invitation.organisation_name)
        .set("CODE", context.parameter("code"))
        .set("UNTIL_DAY",
             day_words(context, civil_day(facts.invitation.expires_at - std::chrono::seconds(1))));
    set_sign(open, "STANDING", standing_sign(context, facts.invitation.standing));
    if (facts.is_member) {
        open.add("IS_MEMBER").set("URL", organisation_url(facts.invitation.organisation));
    } else {
        open.show("MAY_JOIN");
    }
    errors.show(view);
    return show_page(context, "organisation_join", view, form_frame(Menu::account, errors));
}

}  // namespace

Task<Result<Response>> show_members(Context& context) {
    YX_CO_TRY(const service::MembersView found, co_await load(context));
    View view;
    set_organisation(view, context, found.own);
    view.set("COUNT", found.members.size()).set("MOST", domain::most_members);
    for (const storage::MemberRow& member : found.members) {
        View& row = view.add("MEMBERS");
        set_member(row, context, member);
        const bool is_oneself = member.account == context.visitor->facts.account;
        row.show_if("ONESELF", is_oneself);
        if (is_oneself || found.own.is_owner()) {
            row.add("MANAGE").set("URL", member_url(found.own.organisation, member.account));
        }
    }
    add_invitations(view, context, found);
    co_return show_page(context, "organisation_members", view, {.menu = Menu::account});
}

Task<Result<Response>> show_member(Context& context) {
    YX_CO_TRY(const std::int64_t number, context.number("account"));
    YX_CO_TRY(const service::MembersView found, co_await load(context));
    const AccountId account{number};
    const auto member = std::ranges::find(found.members, account, &storage::MemberRow::account);
    const bool is_oneself = account == context.visitor->facts.account;
    const bool may_see = is_oneself || found.own.is_owner();
    if (member == found.members.end() || !may_see) {
        co_return Error(ErrorCode::not_found, "member");
    }
    const auto owners =
        std::ranges::count(found.members, domain::MemberRole::owner, &storage::MemberRow::role);
    const bool is_owner = member->role == domain::MemberRole::owner;
    View view;
    set_organisation(view, context, found.own);
    set_member(view, context, *member);
    view.set("URL", member_url(found.own.organisation, account));
    view.show_either(is_oneself, "ONESELF", "ANOTHER");
    view.show_if("LAST_OWNER", is_oneself && is_owner && owners == 1);
    view.show_if("MAKE_OWNER", !is_oneself && !is_owner);
    view.show_if("HAND_OVER", !is_oneself);
    view.show_if("MAKE_MEMBER", is_owner && owners > 1);
    view.show_if("REMOVE", !is_oneself);
    view.show_if("LEAVE", is_oneself && (!is_owner || owners > 1));
    co_return show_page(context, "organisation_member", view, {.menu = Menu::account});
}

Task<Result<Response>> change_member(Context& context) {
    YX_CO_CHECK(only_fields(context, {"change"}));
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    YX_CO_TRY(const std::int64_t number, context.number("account"));
    const auto change = domain::parse_key<MemberChange>(context.request.form["change"]);
    if (!change) co_return Error(ErrorCode::invalid_input, "change");
    const AccountId other{number};
    const AccountId own = context.visitor->facts.account;
    YX_CO_CHECK(co_await service::change_member(
        context.site().services, own, organisation, other, *change));
    const bool has_left = other == own && *change == MemberChange::remove;
    co_return redirect_with_flash(
        context,
        has_left ? std::string("/organisations") : organisation_url(organisation, "/members"),
        has_left ? "organisation_left" : "member_changed");
}

Task<Result<Response>> invite_member(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    YX_CO_CHECK(co_await service::invite_member(
        context.site().services, context.visitor->facts.account, organisation));
    co_return redirect_with_flash(
        context, organisation_url(organisation, "/members"), "member_invited");
}

Task<Result<Response>> withdraw_invitation(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    YX_CO_TRY(const std::int64_t invitation, context.number("invitation"));
    YX_CO_CHECK(co_await service::withdraw_invitation(context.site().services,
                                                      context.visitor->facts.account,
                                                      organisation,
                                                      storage::MemberInvitationId{invitation}));
    co_return redirect_with_flash(
        context, organisation_url(organisation, "/members"), "invitation_withdrawn");
}

Task<Result<Response>> enter_invitation(Context& context) {
    YX_CO_CHECK(only_fields(context, {"code"}));
    const auto code = domain::parse_invitation_code(context.request.form["code"]);
    if (!code) co_return over(context);
    co_return redirect_see_other(std::string(join_page) + domain::grouped(*code));
}

Task<Result<Response>> join_organisation(Context& context) {
    auto& services = context.site().services;
    const AccountId account = context.visitor->facts.account;
    const std::string code(context.parameter("code"));
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {}));
        const Result<OrganisationId> joined =
            co_await service::join_organisation(services, account, code);
        if (joined) {
            co_return redirect_with_flash(
                context, organisation_url(*joined), "organisation_joined");
        }
        const ErrorCode why = joined.error().code();
        if (why == ErrorCode::organisation_invitation_over) co_return over(context);
        const bool is_on_form =
            why == ErrorCode::organisation_too_many || why == ErrorCode::organisation_member_exists;
        if (!is_on_form) co_return Error(joined.error());
        errors.add(context, "form", joined.error());
    }
    const Result<service::MemberInvitationFacts> facts =
        co_await service::look_at_invitation(services, account, code);
    if (facts) co_return show_invitation(context, *facts, errors);
    if (facts.error().code() == ErrorCode::organisation_invitation_over) co_return over(context);
    co_return Error(facts.error());
}

}  // namespace yinxin::http
