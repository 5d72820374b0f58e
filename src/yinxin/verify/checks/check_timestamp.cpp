// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/timestamp.hpp"
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {
namespace {

void take_trusted_time(Case& work, Instant at) {
    const std::optional<Instant> claimed = work.claims.seal->claimed_at;
    const bool is_apart =
        claimed && (*claimed > at + clock_tolerance || *claimed < at - clock_tolerance);
    if (is_apart) note(work, Level::warning, "timestamp", "timestamp.clock");
    work.report.signed_at = at;
    work.report.is_time_trusted = true;
}

}  // namespace

/// When was it sealed? A timestamp that is there but wrong is tampering: it stands outside the
/// signature, so that anybody can put another one in.
std::optional<Row> check_timestamp(Case& work) {
    const SealClaims& seal = *work.claims.seal;
    work.report.signed_at = seal.claimed_at;
    if (seal.timestamp_token.empty()) {
        note(work, Level::warning, "timestamp", "timestamp.none");
        return std::nullopt;
    }
    const auto info =
        signing::verify_token(seal.timestamp_token, seal.timestamp_imprint, *work.store, work.crls);
    if (info) {
        take_trusted_time(work, info->at);
    } else if (info.error().code() == ErrorCode::timestamp_wrong) {
        work.report.integrity = Integrity::broken;
        return row(verdict_on_change(work),
                   "timestamp",
                   "timestamp.wrong",
                   "RFC 3161, 2.4.2: the messageImprint must be that of the signature value");
    } else {
        const bool is_known = info.error().code() != ErrorCode::unsupported;
        note(work,
             Level::warning,
             "timestamp",
             is_known ? "timestamp.untrusted" : "timestamp.unsupported");
    }
    return std::nullopt;
}

}  // namespace yinxin::verify
