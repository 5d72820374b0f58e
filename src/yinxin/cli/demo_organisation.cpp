// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_organisation.hpp"

#include "yinxin/service/organisation_desk.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/organisation_purposes.hpp"

namespace yinxin::cli {
namespace {

constexpr std::string_view owner_login = "demo09";
constexpr Days registered_ago{120};
/// Of no kind of body and no region (docs/choices.md#c13); the check character comes on top.
constexpr std::string_view code_body = "99000000DEMX00901";

}  // namespace

Result<void> write_demo_organisation(storage::Transaction& transaction,
                                     const storage::DataKeys& keys,
                                     Instant now) {
    using domain::PurposeKind;
    YX_TRY(const auto owner, storage::find_account_by_login(transaction, owner_login));
    if (!owner) return Error(ErrorCode::not_found, std::string(owner_login));
    const Instant registered = now - registered_ago;
    storage::NewOrganisation organisation;
    organisation.id = make_id<domain::OrganisationId>();
    organisation.name = "演示招标代理中心（演示）";
    organisation.uscc.value = std::string(code_body) + domain::uscc_check(code_body);
    organisation.contact = {"演示联系人", "000-00000000"};
    YX_CHECK(storage::insert_organisation(transaction, keys, organisation, registered));
    YX_CHECK(storage::insert_member(
        transaction, organisation.id, owner->account, domain::MemberRole::owner, registered));
    YX_CHECK(service::confirm_organisation(
        transaction, keys, organisation.id, {domain::ActorKind::operator_shell, "demo"}, now));
    YX_CHECK(storage::insert_purpose(
        transaction, keys, organisation.id, "投标人员资格核验", PurposeKind::ordinary, registered));
    YX_CHECK(storage::insert_purpose(transaction,
                                     keys,
                                     organisation.id,
                                     "评标专家资格核验",
                                     PurposeKind::bid_evaluation,
                                     registered));
    return ok();
}

}  // namespace yinxin::cli
