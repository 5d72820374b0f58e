// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/organisations.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/service/organisation_desk.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using domain::OrganisationClass;
using domain::OrganisationId;
using storage::Transaction;

constexpr int most_listed = 1000;
const service::OrganisationActor at_the_shell{domain::ActorKind::operator_shell, "organisation"};

void print_line(const storage::OrganisationRow& row) {
    fmt::print("{}  {}  {}  {}  {}\n",
               row.id.str(),
               domain::key(row.standing),
               domain::key(row.organisation_class),
               row.uscc,
               row.name);
}

Result<storage::OrganisationRow> find_known(storage::Reader& reader,
                                            const storage::DataKeys& keys,
                                            OrganisationId id) {
    YX_TRY(auto row, storage::find_organisation(reader, keys, id));
    if (!row) return Error(ErrorCode::not_found, "no such organisation");
    return *std::move(row);
}

Result<void> list(DataDirectory& data) {
    YX_TRY(const auto rows, data.store->read_now([&](storage::Reader& reader) {
        return storage::list_organisations(reader, data.keys, most_listed);
    }));
    for (const storage::OrganisationRow& row : rows) {
        print_line(row);
    }
    return ok();
}

/// What the office needs in order to confirm it: whom to call, who acts, who else states the code.
Result<void> show(DataDirectory& data, OrganisationId id) {
    return data.store->read_now([&](storage::Reader& reader) -> Result<void> {
        YX_TRY(const storage::OrganisationRow row, find_known(reader, data.keys, id));
        print_line(row);
        fmt::print("contact  {}  {}\n", row.contact.name, row.contact.phone);
        YX_TRY(const auto members, storage::list_members(reader, id));
        for (const storage::MemberRow& member : members) {
            fmt::print(
                "{}  {}  {}\n", domain::key(member.role), member.account.str(), member.login_name);
        }
        YX_TRY(const auto same,
               storage::list_organisations_by_uscc(reader, data.keys, domain::Uscc{row.uscc}));
        for (const storage::OrganisationRow& other : same) {
            if (other.id == id) continue;
            fmt::print("same code: ");
            print_line(other);
        }
        return ok();
    });
}

/// What would be done, in one line.
std::string plan(const storage::OrganisationRow& row, const OrganisationRequest& request) {
    const auto about = [&row](std::string_view what) {
        return fmt::format("{} \"{}\" ({})", what, row.name, row.uscc);
    };
    switch (request.action) {
        case OrganisationAction::confirm:
            return about("confirm");
        case OrganisationAction::unconfirm:
            return about("take back the confirmation of");
        case OrganisationAction::close:
            return about("close for good");
        case OrganisationAction::make_authority:
            return about("treat as an authority");
        case OrganisationAction::make_ordinary:
            return about("treat as an ordinary organisation");
        default:
            return about(fmt::format("make the account {} an owner of", request.account));
    }
}

Result<void> apply(Transaction& transaction,
                   const storage::DataKeys& keys,
                   const OrganisationRequest& request,
                   Instant now) {
    const OrganisationId id{request.id};
    switch (request.action) {
        case OrganisationAction::confirm:
            return service::confirm_organisation(transaction, keys, id, at_the_shell, now);
        case OrganisationAction::unconfirm:
            return service::unconfirm_organisation(transaction, keys, id, at_the_shell, now);
        case OrganisationAction::close:
            return service::shut_organisation(transaction, keys, id, at_the_shell, now);
        case OrganisationAction::make_authority:
            return service::set_organisation_class(
                transaction, keys, id, OrganisationClass::authority, at_the_shell, now);
        case OrganisationAction::make_ordinary:
            return service::set_organisation_class(
                transaction, keys, id, OrganisationClass::ordinary, at_the_shell, now);
        case OrganisationAction::make_owner:
            return service::appoint_owner(
                transaction, id, AccountId{request.account}, at_the_shell, now);
        case OrganisationAction::list:
        case OrganisationAction::show:
            break;
    }
    return ok();
}

Result<void> run(const OrganisationRequest& request) {
    const Instant now = SystemClock().now();
    YX_TRY(DataDirectory data, DataDirectory::open(request.data));
    const OrganisationId id{request.id};
    if (request.action == OrganisationAction::list) return list(data);
    if (request.action == OrganisationAction::show) return show(data, id);
    YX_TRY(const auto row, data.store->read_now([&](storage::Reader& reader) {
        return find_known(reader, data.keys, id);
    }));
    if (!request.is_applied) {
        fmt::print("Would {}. Nothing was changed; say --apply to do it.\n", plan(row, request));
        return ok();
    }
    return data.store->write_now(
        [&](Transaction& transaction) { return apply(transaction, data.keys, request, now); });
}

}  // namespace

int run_organisation(const OrganisationRequest& request) {
    const Result<void> done = run(request);
    if (done) return exit_ok;
    const Error& error = done.error();
    fmt::print(stderr, "yinxin: {}: {}\n", dotted_name(error.code()), error.detail());
    return exit_failed;
}

}  // namespace yinxin::cli
