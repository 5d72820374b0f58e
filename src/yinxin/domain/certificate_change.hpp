// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/domain/proposal.hpp"

#include <optional>
#include <span>

/// 证书变更: what the office may do to a certificate that is issued.
namespace yinxin::domain {

/// The kinds of proposals that change one certificate, in the order of its page.
[[nodiscard]] std::span<const ProposalKind> certificate_changes() noexcept;
/// What a change turns the present version into; none: it is no change of a certificate.
[[nodiscard]] std::optional<CertificateStatus> status_after(ProposalKind kind) noexcept;
/// @error certificate.may_not_become  param `status`: the present one's key
[[nodiscard]] Result<void> check_change(CertificateStatus present, ProposalKind kind);
/// Whether a number of the decision is wanted: for what cannot be undone.
[[nodiscard]] bool needs_decision_no(ProposalKind kind) noexcept;

/// The longest a change may be decided ahead.
inline constexpr Days most_days_ahead{366};
/// A time of effect that lies ahead, though not too far.
/// @error office.time_invalid
[[nodiscard]] Result<void> check_effective_time(Instant effective_at, Instant now);
/// Since when a change is in force that is being made at `now`: a job that comes late does not move
/// what two people decided, and a time that was over at the decision is not brought back.
[[nodiscard]] Instant in_force_since(std::optional<Instant> effective_at,
                                     std::optional<Instant> decided_at,
                                     Instant now) noexcept;

}  // namespace yinxin::domain
