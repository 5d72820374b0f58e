// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/staff.hpp"

namespace yinxin::domain {

bool is_administrator(StaffRole role) noexcept {
    return role == StaffRole::system_administrator || role == StaffRole::security_administrator ||
           role == StaffRole::audit_administrator;
}

std::vector<StaffRole> RoleSet::list() const {
    std::vector<StaffRole> roles;
    for (const auto& row : all_keyed<StaffRole>()) {
        if (has(row.value)) roles.push_back(row.value);
    }
    return roles;
}

Result<void> check_roles(RoleSet roles) {
    const std::vector<StaffRole> list = roles.list();
    if (list.empty()) return Error(ErrorCode::invalid_input, "no role");
    const bool has_administrator = std::ranges::any_of(list, is_administrator);
    if (has_administrator && list.size() > 1) return Error(ErrorCode::staff_roles_exclusive);
    return ok();
}

// One line per act: the table of permissions on one screen.
RoleSet roles_for(OfficeAct act) noexcept {
    using enum StaffRole;
    switch (act) {
        case OfficeAct::see_office:
            return {clerk,
                    approver,
                    correspondent,
                    editor,
                    statistics_reader,
                    system_administrator,
                    security_administrator,
                    audit_administrator};
        case OfficeAct::import_results:
        case OfficeAct::prepare_change:
        case OfficeAct::keep_paper_register:
            return {clerk};
        case OfficeAct::see_batches:
        case OfficeAct::stop_at_once:
            return {clerk, approver};
        case OfficeAct::decide_change:
        case OfficeAct::decide_texts:
        case OfficeAct::decide_rules:
            return {approver};
        case OfficeAct::look_up_person:
        case OfficeAct::see_doubts:
            return {clerk, approver, correspondent};
        case OfficeAct::answer_doubts:
            return {correspondent};
        case OfficeAct::edit_texts:
        case OfficeAct::edit_rules:
            return {editor};
        case OfficeAct::propose_seal:
        case OfficeAct::decide_seal:
            return {system_administrator, security_administrator};
        case OfficeAct::stop_seal:
            return {approver, system_administrator, security_administrator};
        case OfficeAct::run_service:
            return {system_administrator};
        case OfficeAct::manage_staff:
            return {security_administrator};
        case OfficeAct::see_alarms:
            return {clerk,
                    approver,
                    correspondent,
                    editor,
                    system_administrator,
                    security_administrator};
        case OfficeAct::read_statistics:
            return {statistics_reader, approver, system_administrator};
        case OfficeAct::read_audit:
            return {audit_administrator};
        case OfficeAct::watch_doors:
            return {security_administrator};
    }
    return {};
}

Result<void> require(const StaffActor& actor, OfficeAct act) {
    if (actor.may(act)) return ok();
    return Error(ErrorCode::forbidden, std::string(key(act)));
}

Result<void> require_scope(const StaffActor& actor, std::string_view issuer_id) {
    if (actor.covers(issuer_id)) return ok();
    return Error(ErrorCode::not_found, "of another authority");
}

}  // namespace yinxin::domain
