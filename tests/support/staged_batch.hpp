// SPDX-License-Identifier: Apache-2.0
#pragma once

// A batch as an import hands it over, and an office of three that decides about it.

#include "support/small_house.hpp"

#include "yinxin/domain/exam_result.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/jobs/issue_batch.hpp"
#include "yinxin/service/proposals.hpp"

#include <string>
#include <vector>

namespace yinxin::test {

/// A passed examination of somebody nobody else is, different for each number.
[[nodiscard]] domain::ExamResult exam_result(int number);

/// Enters the import with its rows (row 2 of the sheet is the first), the batch that waits for
/// approval, and nothing else.
BatchId stage_batch(SmallHouse& house, const std::vector<domain::ExamResult>& results);

/// Somebody of the office, with a name in the register.
domain::StaffActor add_staff(SmallHouse& house,
                             const std::string& login_name,
                             domain::RoleSet roles,
                             const std::string& issuer = "demo_exam_centre");

/// Submits a staged batch as the import does.
domain::ProposalId submit_batch(SmallHouse& house,
                                const domain::StaffActor& clerk,
                                BatchId batch,
                                std::optional<Instant> release_at = std::nullopt);

jobs::IssueShop issue_shop(SmallHouse& house, int rows_of_a_piece = 3);
/// Rounds until nothing is left to write. @return how many
int write_all(jobs::BatchWriter& writer);

}  // namespace yinxin::test
