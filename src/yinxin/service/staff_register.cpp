// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/staff_register.hpp"

#include "yinxin/domain/person_name.hpp"
#include "yinxin/service/registration.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/service/staff_codes.hpp"
#include "yinxin/storage/sql.hpp"

#include <utility>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EventKind;
using domain::OfficeAct;
using domain::RoleSet;
using domain::StaffActor;
using domain::StaffId;
using domain::StaffRole;
using storage::Reader;
using storage::StaffRow;
using storage::StaffState;
using storage::Transaction;

/// Long enough to ask why somebody's way in failed.
constexpr std::chrono::hours memory_of_invitations{90 * 24};

std::string object_of(StaffId staff) {
    return "staff:" + staff.str();
}

std::string words_of(RoleSet roles) {
    std::string words;
    for (const StaffRole role : roles.list()) {
        words += (words.empty() ? "" : " ") + std::string(domain::key(role));
    }
    return words;
}

/// Every field as it is kept.
Result<NewColleague> checked(NewColleague colleague) {
    auto login = parse_login_name(colleague.login_name);
    if (!login) return std::move(login).error().with("field", "login_name");
    auto name = domain::parse_person_name(colleague.name);
    if (!name) return std::move(name).error().with("field", "name");
    if (auto roles = domain::check_roles(colleague.roles); !roles) {
        return std::move(roles).error().with("field", "roles");
    }
    colleague.login_name = *std::move(login);
    colleague.name = std::move(name->value);
    return colleague;
}

Result<Invited> enter(Transaction& transaction,
                      const storage::DataKeys& keys,
                      const NewColleague& colleague,
                      StaffId invited_by,
                      Instant now) {
    YX_TRY(const StaffId staff,
           storage::insert_staff(
               transaction, keys, colleague.login_name, colleague.name, colleague.issuer_id, now));
    YX_CHECK(storage::set_roles(transaction, staff, colleague.roles, invited_by, now));
    return make_invitation(
        transaction, keys, {staff, storage::InvitationKind::enrol, invited_by}, now);
}

/// Somebody of another authority is as if he were not there. @error not_found
Result<StaffRow> load(Reader& reader, const StaffActor& actor, StaffId staff) {
    YX_TRY(StaffRow row, storage::find_staff(reader, staff));
    YX_CHECK(require_scope(actor, row.issuer_id));
    return row;
}

/// That somebody active is left who can do what only this role can.
Result<void> check_role_stays(Reader& reader, const StaffRow& row, RoleSet before, RoleSet after) {
    for (const StaffRole role : before.list()) {
        if (!domain::is_administrator(role) || after.has(role)) continue;
        YX_TRY(const auto others,
               reader.one<std::int64_t>(sql::staff::count_with_role, role, row.id, row.issuer_id));
        if (others == 0) return Error(ErrorCode::staff_last_of_role, std::string(key(role)));
    }
    return ok();
}

Result<void> put_roles(
    Transaction& transaction, const StaffActor& actor, StaffId staff, RoleSet roles, Instant now) {
    YX_TRY(const StaffRow row, load(transaction, actor, staff));
    YX_TRY(const RoleSet before, storage::list_roles(transaction, staff));
    if (row.state == StaffState::active) {
        YX_CHECK(check_role_stays(transaction, row, before, roles));
    }
    // Taken before others are granted: the table never holds two that exclude each other.
    YX_CHECK(storage::set_roles(transaction, staff, roles, actor.id, now));
    return audit_staff(transaction,
                       EventKind::staff_roles_changed,
                       actor,
                       object_of(staff),
                       now,
                       {{"before", words_of(before)}, {"after", words_of(roles)}});
}

Result<void> put_state(Transaction& transaction,
                       const StaffActor& actor,
                       StaffId staff,
                       StaffState state,
                       Instant now) {
    YX_TRY(const StaffRow row, load(transaction, actor, staff));
    if (row.state == state) return ok();
    if (state == StaffState::disabled) {
        YX_TRY(const RoleSet roles, storage::list_roles(transaction, staff));
        if (row.state == StaffState::active) {
            YX_CHECK(check_role_stays(transaction, row, roles, {}));
        }
        YX_CHECK(transaction.execute(sql::staff_session::end_all, staff));
        YX_CHECK(transaction.execute(sql::staff::end_invitations, staff, now));
    }
    // Whoever never came in goes back to being invited.
    const bool is_complete = !row.password_hash.empty() && row.totp_sealed;
    const StaffState next =
        state == StaffState::active && !is_complete ? StaffState::invited : state;
    YX_CHECK(transaction.execute(sql::staff::set_state, staff, next));
    const EventKind kind =
        state == StaffState::disabled ? EventKind::staff_disabled : EventKind::staff_enabled;
    return audit_staff(transaction, kind, actor, object_of(staff), now);
}

storage::InvitationKind kind_for(const StaffRow& row) {
    return row.state == StaffState::invited ? storage::InvitationKind::enrol
                                            : storage::InvitationKind::recover;
}

/// Done at the shell of the machine, by nobody the register knows.
Result<void> audit_operator(Transaction& transaction,
                            StaffId staff,
                            std::map<std::string, std::string> facts,
                            Instant now) {
    domain::AuditEvent event;
    event.at = now;
    event.actor_kind = domain::ActorKind::operator_shell;
    event.kind = EventKind::staff_invited;
    event.object = object_of(staff);
    event.facts = std::move(facts);
    return storage::append_audit(transaction, event);
}

Result<Colleague> describe(Reader& reader,
                           const storage::DataKeys& keys,
                           const StaffRow& row,
                           Instant now) {
    Colleague colleague;
    colleague.id = row.id;
    colleague.login_name = row.login_name;
    YX_TRY(colleague.name, storage::open_staff_name(keys, row));
    colleague.issuer_id = row.issuer_id;
    YX_TRY(colleague.roles, storage::list_roles(reader, row.id));
    colleague.state = row.state;
    YX_TRY(colleague.invited_until,
           reader.maybe<Instant>(sql::staff::find_invited_until, row.id, now));
    colleague.last_login_at = row.last_login_at;
    return colleague;
}

}  // namespace

Task<Result<Invited>> invite_staff(Services& services, StaffActor actor, NewColleague colleague) {
    YX_CO_CHECK(require(actor, OfficeAct::manage_staff));
    const Instant now = services.clock.now();
    auto fields = checked(std::move(colleague));
    if (!fields) co_return std::move(fields).error();
    const bool is_known =
        fields->issuer_id.empty() || services.reference->find_issuer(fields->issuer_id) != nullptr;
    if (!is_known || !actor.covers(fields->issuer_id)) {
        co_return Error(ErrorCode::invalid_input, "issuer").with("field", "issuer");
    }
    auto run =
        [&services, actor, fields = *fields, now](Transaction& transaction) -> Result<Invited> {
        auto invited = enter(transaction, services.keys, fields, actor.id, now);
        if (!invited && invited.error().code() == ErrorCode::login_name_taken) {
            return std::move(invited).error().with("field", "login_name");
        }
        if (!invited) return std::move(invited).error();
        YX_CHECK(audit_staff(transaction,
                             EventKind::staff_invited,
                             actor,
                             object_of(invited->staff),
                             now,
                             {{"roles", words_of(fields.roles)}, {"issuer", fields.issuer_id}}));
        return invited;
    };
    co_return co_await services.store.write(run);
}

Result<Invited> invite_as_operator(Transaction& transaction,
                                   const storage::DataKeys& keys,
                                   const NewColleague& colleague,
                                   Instant now) {
    YX_TRY(const NewColleague fields, checked(colleague));
    YX_TRY(Invited invited, enter(transaction, keys, fields, StaffId{}, now));
    YX_CHECK(audit_operator(transaction,
                            invited.staff,
                            {{"roles", words_of(fields.roles)}, {"issuer", fields.issuer_id}},
                            now));
    return invited;
}

Result<Invited> recover_as_operator(Transaction& transaction,
                                    const storage::DataKeys& keys,
                                    std::string_view login_name,
                                    Instant now) {
    YX_TRY(const auto row, storage::find_staff_by_login(transaction, login_name));
    if (!row) return Error(ErrorCode::not_found, "nobody has this user name");
    if (row->state == StaffState::disabled) return Error(ErrorCode::forbidden, "disabled");
    const auto kind = kind_for(*row);
    YX_TRY(Invited invited, make_invitation(transaction, keys, {row->id, kind, {}}, now));
    YX_CHECK(audit_operator(transaction, row->id, {{"kind", std::string(domain::key(kind))}}, now));
    return invited;
}

Task<Result<Invited>> recover_staff(Services& services, StaffActor actor, StaffId staff) {
    YX_CO_CHECK(require(actor, OfficeAct::manage_staff));
    if (staff == actor.id) co_return Error(ErrorCode::forbidden, "one's own recovery");
    const Instant now = services.clock.now();
    auto run = [&services, actor, staff, now](Transaction& transaction) -> Result<Invited> {
        YX_TRY(const StaffRow row, load(transaction, actor, staff));
        if (row.state == StaffState::disabled) return Error(ErrorCode::forbidden, "disabled");
        const auto kind = kind_for(row);
        YX_TRY(Invited invited,
               make_invitation(transaction, services.keys, {staff, kind, actor.id}, now));
        YX_CHECK(audit_staff(transaction,
                             EventKind::staff_invited,
                             actor,
                             object_of(staff),
                             now,
                             {{"kind", std::string(domain::key(kind))}}));
        return invited;
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> change_roles(Services& services,
                                StaffActor actor,
                                StaffId staff,
                                RoleSet roles) {
    YX_CO_CHECK(require(actor, OfficeAct::manage_staff));
    YX_CO_CHECK(domain::check_roles(roles));
    if (staff == actor.id) co_return Error(ErrorCode::forbidden, "one's own roles");
    const Instant now = services.clock.now();
    auto run = [actor, staff, roles, now](Transaction& transaction) {
        return put_roles(transaction, actor, staff, roles, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> set_staff_state(Services& services,
                                   StaffActor actor,
                                   StaffId staff,
                                   StaffState state) {
    YX_CO_CHECK(require(actor, OfficeAct::manage_staff));
    if (staff == actor.id) co_return Error(ErrorCode::forbidden, "one's own account");
    const Instant now = services.clock.now();
    auto run = [actor, staff, state, now](Transaction& transaction) {
        return put_state(transaction, actor, staff, state, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<std::vector<Colleague>>> list_colleagues(Services& services, StaffActor actor) {
    YX_CO_CHECK(require(actor, OfficeAct::manage_staff));
    const Instant now = services.clock.now();
    auto read = [&services, actor, now](Reader& reader) -> Result<std::vector<Colleague>> {
        YX_TRY(const auto rows, storage::list_staff(reader));
        std::vector<Colleague> colleagues;
        for (const StaffRow& row : rows) {
            if (!actor.covers(row.issuer_id)) continue;
            YX_TRY(Colleague colleague, describe(reader, services.keys, row, now));
            colleagues.push_back(std::move(colleague));
        }
        return colleagues;
    };
    co_return co_await services.store.read(read);
}

Task<Result<Colleague>> find_colleague(Services& services, StaffActor actor, StaffId staff) {
    YX_CO_CHECK(require(actor, OfficeAct::manage_staff));
    const Instant now = services.clock.now();
    auto read = [&services, actor, staff, now](Reader& reader) -> Result<Colleague> {
        YX_TRY(const StaffRow row, load(reader, actor, staff));
        return describe(reader, services.keys, row, now);
    };
    co_return co_await services.store.read(read);
}

Result<std::int64_t> forget_old_invitations(Transaction& transaction, Instant now) {
    return transaction.execute(sql::staff::forget_invitations, now - memory_of_invitations);
}

}  // namespace yinxin::service
