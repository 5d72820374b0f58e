// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/organisations.hpp"

#include "yinxin/service/organisation_steps.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/accounts.hpp"

namespace yinxin::service {
namespace {

using domain::OrganisationId;
using domain::OrganisationStanding;
using storage::Reader;
using storage::Transaction;

constexpr std::chrono::hours day{24};

Error at_field(Error error, std::string field) {
    return std::move(error).with("field", std::move(field));
}

Result<storage::NewOrganisation> read_form(const OrganisationForm& form) {
    storage::NewOrganisation read;
    auto name = domain::parse_organisation_name(form.name);
    if (!name) return at_field(std::move(name).error(), "name");
    auto uscc = domain::parse_organisation_uscc(form.uscc);
    if (!uscc) return at_field(std::move(uscc).error(), "uscc");
    YX_TRY(read.contact, domain::parse_contact(form.contact_name, form.contact_phone));
    read.name = *std::move(name);
    read.uscc = *std::move(uscc);
    read.id = make_id<OrganisationId>();
    return read;
}

Result<void> enter(Transaction& transaction,
                   const Services& services,
                   AccountId account,
                   const storage::NewOrganisation& organisation,
                   Instant now) {
    YX_TRY(const storage::AccountRow row, storage::find_account(transaction, account));
    if (!row.is_mobile_confirmed) return Error(ErrorCode::forbidden, "mobile not confirmed");
    YX_CHECK(take_allowance(transaction,
                            services.keys,
                            "organisation/account",
                            account.str(),
                            {registrations_per_account_day, day},
                            now));
    YX_TRY(const bool is_taken, storage::is_uscc_confirmed(transaction, organisation.uscc));
    if (is_taken) return at_field(Error(ErrorCode::organisation_registered), "uscc");
    YX_CHECK(storage::insert_organisation(transaction, services.keys, organisation, now));
    YX_CHECK(storage::insert_member(
        transaction, organisation.id, account, domain::MemberRole::owner, now));
    return audit_organisation(transaction,
                              by_account(account),
                              organisation.id,
                              "registered",
                              now,
                              {{"uscc", organisation.uscc.value}});
}

Result<OrganisationView> read_view(Reader& reader,
                                   const Services& services,
                                   AccountId account,
                                   OrganisationId organisation) {
    OrganisationView view;
    YX_TRY(view.own, need_member(reader, organisation, account));
    YX_TRY(auto row, storage::find_organisation(reader, services.keys, organisation));
    if (!row) return Error(ErrorCode::not_found, "organisation");
    view.organisation = *std::move(row);
    YX_TRY(view.members, storage::count_members(reader, organisation));
    return view;
}

}  // namespace

Task<Result<OrganisationId>> register_organisation(Services& services,
                                                   AccountId account,
                                                   OrganisationForm form) {
    const Instant now = services.clock.now();
    const auto read = read_form(form);
    if (!read) co_return read.error();
    auto run = [&services, account, organisation = *read, now](Transaction& transaction) {
        return enter(transaction, services, account, organisation, now);
    };
    const auto entered = co_await services.store.write(run);
    if (!entered) co_return entered.error();
    co_return read->id;
}

Task<Result<std::vector<storage::Membership>>> list_own_organisations(Services& services,
                                                                      AccountId account) {
    auto read = [account](Reader& reader) { return storage::list_memberships(reader, account); };
    co_return co_await services.store.read(read);
}

Task<Result<OrganisationView>> load_organisation(Services& services,
                                                 AccountId account,
                                                 OrganisationId organisation) {
    auto read = [&services, account, organisation](Reader& reader) {
        return read_view(reader, services, account, organisation);
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> change_organisation(Services& services,
                                       AccountId account,
                                       OrganisationId organisation,
                                       OrganisationForm form) {
    const Instant now = services.clock.now();
    auto change =
        [&services, account, organisation, form, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const storage::Membership own, need_owner(transaction, organisation, account));
        std::string name = own.name;
        if (own.standing != OrganisationStanding::confirmed) {
            auto typed = domain::parse_organisation_name(form.name);
            if (!typed) return at_field(std::move(typed).error(), "name");
            name = *std::move(typed);
        }
        YX_TRY(const domain::OrganisationContact contact,
               domain::parse_contact(form.contact_name, form.contact_phone));
        YX_CHECK(storage::set_organisation_details(
            transaction, services.keys, organisation, name, contact));
        const char* what = name == own.name ? "contact_changed" : "renamed";
        return audit_organisation(transaction, by_account(account), organisation, what, now);
    };
    co_return co_await services.store.write(change);
}

Task<Result<void>> close_organisation(Services& services,
                                      AccountId account,
                                      OrganisationId organisation) {
    const Instant now = services.clock.now();
    auto close = [account, organisation, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const storage::Membership own, need_owner(transaction, organisation, account));
        YX_TRY(const std::int64_t members, storage::count_members(transaction, organisation));
        if (members > 1) return Error(ErrorCode::conflict, "there are other members");
        YX_CHECK(storage::set_organisation_standing(
            transaction, organisation, OrganisationStanding::closed, own.organisation_class, now));
        YX_CHECK(storage::free_member_slots(transaction, organisation));
        return audit_organisation(transaction, by_account(account), organisation, "closed", now);
    };
    co_return co_await services.store.write(close);
}

}  // namespace yinxin::service
