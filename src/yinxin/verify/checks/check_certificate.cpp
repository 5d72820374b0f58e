// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {
namespace {

using domain::CertificateStatus;

/// Empty while the certificate is in force.
const char* code_of(CertificateStatus status) {
    switch (status) {
        case CertificateStatus::valid:
            return "";
        case CertificateStatus::suspended:
            return "certificate.suspended";
        case CertificateStatus::revoked:
            return "certificate.revoked";
        case CertificateStatus::cancelled:
            return "certificate.cancelled";
        case CertificateStatus::superseded:
            return "certificate.superseded";
    }
    return "";
}

/// Recalled and stopped batches and replaced versions count at any moment: the register keeps no
/// time for them.
std::optional<Row> withdrawn_at_any_time(Case& work, const char* code) {
    if (work.question.at < work.now) note(work, Level::warning, "register", "register.today_only");
    return withdrawn(work, "certificate", code);
}

}  // namespace

/// The certificate's status as of the moment asked about.
std::optional<Row> check_certificate(Case& work) {
    if (!work.report.copy) return std::nullopt;
    const RegisteredCopy& copy = *work.report.copy;
    const Instant at = work.question.at;
    if (at < work.now) note(work, Level::info, "register", "register.as_of");
    if (at > work.now) note(work, Level::warning, "register", "register.time_ahead");
    if (copy.is_recalled) return withdrawn_at_any_time(work, "certificate.recalled");
    if (copy.is_stopped) return withdrawn_at_any_time(work, "certificate.batch_stopped");
    const std::string code = code_of(copy.status);
    if (at < copy.status_at) {
        // Only the latest change is kept: what it was before is not known.
        note(work, Level::warning, "register", "register.earlier_status");
    } else if (!code.empty()) {
        return withdrawn(work, "certificate", code);
    }
    if (copy.is_superseded && copy.status != CertificateStatus::superseded) {
        return withdrawn_at_any_time(work, "certificate.superseded");
    }
    return std::nullopt;
}

}  // namespace yinxin::verify
