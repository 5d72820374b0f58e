// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/certificate_change.hpp"

#include <array>

namespace yinxin::domain {
namespace {

constexpr std::array changes{ProposalKind::correct_certificate,
                             ProposalKind::suspend_certificate,
                             ProposalKind::restore_certificate,
                             ProposalKind::revoke_certificate,
                             ProposalKind::cancel_certificate};

}  // namespace

std::span<const ProposalKind> certificate_changes() noexcept {
    return changes;
}

std::optional<CertificateStatus> status_after(ProposalKind kind) noexcept {
    switch (kind) {
        case ProposalKind::correct_certificate:
            return CertificateStatus::superseded;
        case ProposalKind::suspend_certificate:
            return CertificateStatus::suspended;
        case ProposalKind::restore_certificate:
            return CertificateStatus::valid;
        case ProposalKind::revoke_certificate:
            return CertificateStatus::revoked;
        case ProposalKind::cancel_certificate:
            return CertificateStatus::cancelled;
        default:
            return std::nullopt;
    }
}

Result<void> check_change(CertificateStatus present, ProposalKind kind) {
    const auto next = status_after(kind);
    if (next && may_become(present, *next)) return ok();
    return Error(ErrorCode::certificate_may_not_become, std::string(key(kind)))
        .with("status", std::string(key(present)));
}

bool needs_decision_no(ProposalKind kind) noexcept {
    return kind == ProposalKind::revoke_certificate || kind == ProposalKind::cancel_certificate;
}

Result<void> check_effective_time(Instant effective_at, Instant now) {
    if (effective_at > now && effective_at <= now + most_days_ahead) return ok();
    return Error(ErrorCode::office_time_invalid);
}

Instant in_force_since(std::optional<Instant> effective_at,
                       std::optional<Instant> decided_at,
                       Instant now) noexcept {
    const bool was_ahead = effective_at && decided_at && *effective_at > *decided_at;
    return was_ahead ? std::min(*effective_at, now) : now;
}

}  // namespace yinxin::domain
