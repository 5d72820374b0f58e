// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

/// `yinxin audit`: whether the audit is as it was written. Whoever keeps the head of the chain
/// elsewhere also notices that events at its end are gone.
namespace yinxin::cli {

struct AuditRequest {
    std::filesystem::path data;
    std::filesystem::path witness;  ///< lines that `audit head` printed before; empty: none
};

/// Recomputes every link, and compares with the witness: each line must still be in the chain.
/// @return exit_ok, exit_failed (it says where), exit_usage (no data, unreadable witness)
int verify_audit(const AuditRequest& request);
/// Prints the newest link as one line: "<seq> <chain in hexadecimal> <time>".
int print_audit_head(const AuditRequest& request);

}  // namespace yinxin::cli
