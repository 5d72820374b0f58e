// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/domain/keyed.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// Who works at an issuing office (发证机关工作人员), and what each may do.
namespace yinxin::domain {

using StaffId = Id<struct StaffTag>;

/// 角色. The three administrators (三员分立, GB/T 22239-2019) exclude each other and every other
/// role.
enum class StaffRole {
    clerk,                   ///< 经办: imports, prepares changes, keeps the paper register
    approver,                ///< 复核: decides on what somebody else prepared
    correspondent,           ///< 答复: answers doubts
    editor,                  ///< 编辑: notices, FAQ, announcements, rules; always with four eyes
    statistics_reader,       ///< 统计: sees numbers, never a person
    system_administrator,    ///< 系统管理员: jobs, seals, configuration
    security_administrator,  ///< 安全管理员: staff, roles, alarms
    audit_administrator,     ///< 审计管理员: reads the audit, and nothing else
};

template <>
struct KeyTable<StaffRole> {
    static constexpr std::array<Keyed<StaffRole>, 8> rows{{
        {StaffRole::clerk, "clerk"},
        {StaffRole::approver, "approver"},
        {StaffRole::correspondent, "correspondent"},
        {StaffRole::editor, "editor"},
        {StaffRole::statistics_reader, "statistics_reader"},
        {StaffRole::system_administrator, "system_administrator"},
        {StaffRole::security_administrator, "security_administrator"},
        {StaffRole::audit_administrator, "audit_administrator"},
    }};
};

[[nodiscard]] bool is_administrator(StaffRole role) noexcept;

/// Some of the roles.
class RoleSet {
  public:
    constexpr RoleSet() = default;
    constexpr RoleSet(std::initializer_list<StaffRole> roles) {
        for (const StaffRole role : roles) {
            add(role);
        }
    }
    constexpr void add(StaffRole role) noexcept { bits_ |= bit(role); }
    [[nodiscard]] constexpr bool has(StaffRole role) const noexcept {
        return (bits_ & bit(role)) != 0;
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    /// Whether the two have a role in common.
    [[nodiscard]] constexpr bool meets(RoleSet other) const noexcept {
        return (bits_ & other.bits_) != 0;
    }
    [[nodiscard]] std::vector<StaffRole> list() const;

    friend bool operator==(RoleSet, RoleSet) = default;

  private:
    static constexpr std::uint32_t bit(StaffRole role) noexcept {
        return std::uint32_t{1} << static_cast<unsigned>(role);
    }
    std::uint32_t bits_ = 0;
};

/// @error staff.roles_exclusive  an administrator with another role.
/// @error invalid_input  none at all.
[[nodiscard]] Result<void> check_roles(RoleSet roles);

/// What somebody at the office can do. Each page and each use case names one of these; `roles_for`
/// is the whole table of permissions.
enum class OfficeAct {
    see_office,      ///< the first page, one's own account
    import_results,  ///< upload, repair, submit
    see_batches,     ///< batches and their trail
    prepare_change,  ///< propose a release, a recall, a change of a certificate
    decide_change,   ///< approve or refuse what somebody else prepared
    stop_at_once,    ///< stop a batch or a certificate alone, with a reason
    look_up_person,  ///< the counter view
    see_doubts,      ///< 反映信息有误: who answers, who prepares and who decides on corrections
    answer_doubts,   ///< take, ask, accept, refuse
    keep_paper_register,  ///< printed, handed out, lost, …
    edit_texts,           ///< notices, FAQ, announcements, footer
    decide_texts,         ///< the second pair of eyes for them
    edit_rules,           ///< policies, scenarios, catalogue, templates
    decide_rules,         ///< the second pair of eyes for them
    propose_seal,         ///< every transition of a seal but the stop
    decide_seal,          ///< the second administrator
    stop_seal,            ///< suspend a seal at once
    run_service,          ///< jobs in trouble, retry, alarms of the machine
    manage_staff,         ///< invite, roles, recovery, disable
    see_alarms,           ///< what needs a person
    read_statistics,      ///< numbers without persons
    read_audit,           ///< and export it
    watch_doors,          ///< who guesses at the doors, in numbers and keyed hashes
};

template <>
struct KeyTable<OfficeAct> {
    static constexpr std::array<Keyed<OfficeAct>, 23> rows{{
        {OfficeAct::see_office, "see_office"},
        {OfficeAct::import_results, "import_results"},
        {OfficeAct::see_batches, "see_batches"},
        {OfficeAct::prepare_change, "prepare_change"},
        {OfficeAct::decide_change, "decide_change"},
        {OfficeAct::stop_at_once, "stop_at_once"},
        {OfficeAct::look_up_person, "look_up_person"},
        {OfficeAct::see_doubts, "see_doubts"},
        {OfficeAct::answer_doubts, "answer_doubts"},
        {OfficeAct::keep_paper_register, "keep_paper_register"},
        {OfficeAct::edit_texts, "edit_texts"},
        {OfficeAct::decide_texts, "decide_texts"},
        {OfficeAct::edit_rules, "edit_rules"},
        {OfficeAct::decide_rules, "decide_rules"},
        {OfficeAct::propose_seal, "propose_seal"},
        {OfficeAct::decide_seal, "decide_seal"},
        {OfficeAct::stop_seal, "stop_seal"},
        {OfficeAct::run_service, "run_service"},
        {OfficeAct::manage_staff, "manage_staff"},
        {OfficeAct::see_alarms, "see_alarms"},
        {OfficeAct::read_statistics, "read_statistics"},
        {OfficeAct::read_audit, "read_audit"},
        {OfficeAct::watch_doors, "watch_doors"},
    }};
};

/// Any of these roles is enough.
[[nodiscard]] RoleSet roles_for(OfficeAct act) noexcept;

/// A person of the office at work. `issuer_id` is the authority whose certificates, batches and
/// doubts are visible; empty: those of all authorities.
struct StaffActor {
    StaffId id;
    std::string name;  ///< for pages and proposals
    RoleSet roles;
    std::string issuer_id;
    std::string address;  ///< from where; for the audit

    [[nodiscard]] bool may(OfficeAct act) const noexcept { return roles.meets(roles_for(act)); }
    [[nodiscard]] bool covers(std::string_view issuer) const noexcept {
        return issuer_id.empty() || issuer_id == issuer;
    }
};

/// @error forbidden
[[nodiscard]] Result<void> require(const StaffActor& actor, OfficeAct act);
/// An object of another authority is as if it were not there. @error not_found
[[nodiscard]] Result<void> require_scope(const StaffActor& actor, std::string_view issuer_id);

}  // namespace yinxin::domain
