// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"

namespace yinxin::domain {

/// The verdict of one row of a bulk check: those of a file (verify::Verdict, same keys), and what
/// only a row of a table or a picture of a copy can be. Gravest first: this is the order in which
/// people read them.
enum class BulkVerdict {
    not_issued,     ///< sealed with our seal and unknown to the register
    altered,        ///< calls itself a copy of ours and is not it
    invalid,        ///< the seal does not hold
    untrusted,      ///< somebody else's seal
    revoked,        ///< certificate or copy withdrawn in any way; the reason says which
    not_found,      ///< no certificate, or no copy, of ours
    unsealed,       ///< a file without seal, or a QR that is not ours
    expired,        ///< the endorsement is out of its time
    rejected,       ///< the file cannot be read or is not safe to
    indeterminate,  ///< cannot be said today
    not_checked,    ///< was not looked up; the reason says why
    unreadable,     ///< a row that cannot be read: a field is missing or wrong
    compare,        ///< a picture of a copy that is good: compare it with the register's page
    valid,
};

/// What somebody who reads the result should do with a row.
enum class BulkCare {
    act,   ///< do not rely on it
    look,  ///< something is left to do for the reader: correct, ask, compare
    none,
};
[[nodiscard]] constexpr BulkCare care_of(BulkVerdict verdict) noexcept {
    switch (verdict) {
        case BulkVerdict::not_issued:
        case BulkVerdict::altered:
        case BulkVerdict::invalid:
        case BulkVerdict::untrusted:
        case BulkVerdict::revoked:
            return BulkCare::act;
        case BulkVerdict::not_found:
        case BulkVerdict::unsealed:
        case BulkVerdict::expired:
        case BulkVerdict::rejected:
        case BulkVerdict::indeterminate:
        case BulkVerdict::not_checked:
        case BulkVerdict::unreadable:
        case BulkVerdict::compare:
            return BulkCare::look;
        case BulkVerdict::valid:
            return BulkCare::none;
    }
    return BulkCare::look;
}

/// Place in the order of the enumeration, from 0.
[[nodiscard]] constexpr int rank_of(BulkVerdict verdict) noexcept {
    return static_cast<int>(verdict);
}
/// Rows from this rank on need nothing.
inline constexpr int first_rank_without_care = rank_of(BulkVerdict::valid);

template <>
struct KeyTable<BulkVerdict> {
    static constexpr std::array<Keyed<BulkVerdict>, 14> rows{{
        {BulkVerdict::not_issued, "NOT_ISSUED"},
        {BulkVerdict::altered, "ALTERED"},
        {BulkVerdict::invalid, "INVALID"},
        {BulkVerdict::untrusted, "UNTRUSTED"},
        {BulkVerdict::revoked, "REVOKED"},
        {BulkVerdict::not_found, "NOT_FOUND"},
        {BulkVerdict::unsealed, "UNSIGNED"},
        {BulkVerdict::expired, "EXPIRED"},
        {BulkVerdict::rejected, "REJECTED"},
        {BulkVerdict::indeterminate, "INDETERMINATE"},
        {BulkVerdict::not_checked, "NOT_CHECKED"},
        {BulkVerdict::unreadable, "UNREADABLE"},
        {BulkVerdict::compare, "COMPARE"},
        {BulkVerdict::valid, "VALID"},
    }};
};

template <>
struct KeyTable<BulkCare> {
    static constexpr std::array<Keyed<BulkCare>, 3> rows{{
        {BulkCare::act, "act"},
        {BulkCare::look, "look"},
        {BulkCare::none, "none"},
    }};
};

}  // namespace yinxin::domain
