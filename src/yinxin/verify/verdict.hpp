// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"

#include <array>

/// The words of an answer about a file (design section 3). Stable: they are part of the JSON.
namespace yinxin::verify {

enum class Verdict {
    valid,
    expired,
    invalid,
    untrusted,
    revoked,
    unsealed,  ///< "UNSIGNED": no signature at all
    rejected,
    indeterminate,
    altered,
    not_issued,
};

/// Are these the sealed bytes?
enum class Integrity {
    full,       ///< one intact signature over every byte
    revision,   ///< intact, but bytes or members stand outside it
    broken,     ///< digest or signature value wrong
    none,       ///< no signature
    malformed,  ///< could not be read far enough to say
};

/// Did we seal and issue them?
enum class Authenticity {
    issued,      ///< byte-identical to a copy of the register
    trusted,     ///< sealed under a configured anchor; the register was not asked
    not_issued,  ///< sealed under an anchor of ours, but the register does not know the file
    altered,     ///< names one of our copies and is not it
    foreign,     ///< sealed by somebody else
    unknown,     ///< cannot be said
};

/// Is the certificate valid now, and the endorsement in its time and purpose?
enum class Currency {
    current,
    expired,    ///< the endorsement is over; the certificate may be good
    withdrawn,  ///< certificate or endorsement; the finding says which
    unknown,
};

enum class FileFormat { pdf, ofd, picture, other };

}  // namespace yinxin::verify

namespace yinxin::domain {

template <>
struct KeyTable<verify::Verdict> {
    static constexpr std::array<Keyed<verify::Verdict>, 10> rows{{
        {verify::Verdict::valid, "VALID"},
        {verify::Verdict::expired, "EXPIRED"},
        {verify::Verdict::invalid, "INVALID"},
        {verify::Verdict::untrusted, "UNTRUSTED"},
        {verify::Verdict::revoked, "REVOKED"},
        {verify::Verdict::unsealed, "UNSIGNED"},
        {verify::Verdict::rejected, "REJECTED"},
        {verify::Verdict::indeterminate, "INDETERMINATE"},
        {verify::Verdict::altered, "ALTERED"},
        {verify::Verdict::not_issued, "NOT_ISSUED"},
    }};
};

template <>
struct KeyTable<verify::Integrity> {
    static constexpr std::array<Keyed<verify::Integrity>, 5> rows{{
        {verify::Integrity::full, "full"},
        {verify::Integrity::revision, "revision"},
        {verify::Integrity::broken, "broken"},
        {verify::Integrity::none, "none"},
        {verify::Integrity::malformed, "malformed"},
    }};
};

template <>
struct KeyTable<verify::Authenticity> {
    static constexpr std::array<Keyed<verify::Authenticity>, 6> rows{{
        {verify::Authenticity::issued, "issued"},
        {verify::Authenticity::trusted, "trusted"},
        {verify::Authenticity::not_issued, "not_issued"},
        {verify::Authenticity::altered, "altered"},
        {verify::Authenticity::foreign, "foreign"},
        {verify::Authenticity::unknown, "unknown"},
    }};
};

template <>
struct KeyTable<verify::Currency> {
    static constexpr std::array<Keyed<verify::Currency>, 4> rows{{
        {verify::Currency::current, "current"},
        {verify::Currency::expired, "expired"},
        {verify::Currency::withdrawn, "withdrawn"},
        {verify::Currency::unknown, "unknown"},
    }};
};

template <>
struct KeyTable<verify::FileFormat> {
    static constexpr std::array<Keyed<verify::FileFormat>, 4> rows{{
        {verify::FileFormat::pdf, "pdf"},
        {verify::FileFormat::ofd, "ofd"},
        {verify::FileFormat::picture, "picture"},
        {verify::FileFormat::other, "other"},
    }};
};

}  // namespace yinxin::domain
