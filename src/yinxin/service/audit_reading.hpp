// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <map>
#include <string>
#include <vector>

/// The audit for the one who may read it. Reading it is an event of its own.
namespace yinxin::service {

inline constexpr int audit_lines_a_page = 100;
inline constexpr int most_audit_lines_exported = 100'000;

struct AuditPage {
    std::vector<storage::AuditLine> lines;
    std::map<std::string, std::string> staff_names;  ///< login names by "staff:<id>" of this page
    bool has_more = false;
};
/// @error forbidden
[[nodiscard]] Task<Result<AuditPage>> read_audit(Services& services,
                                                 domain::StaffActor actor,
                                                 storage::AuditQuestion question);
/// As one JSON object a line: id, seq, at, kind, actor, object, facts. At most
/// most_audit_lines_exported, the newest first. @error forbidden
[[nodiscard]] Task<Result<std::string>> export_audit(Services& services,
                                                     domain::StaffActor actor,
                                                     storage::AuditQuestion question);

}  // namespace yinxin::service
