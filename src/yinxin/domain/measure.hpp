// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/face_data.hpp"
#include "yinxin/domain/keyed.hpp"

#include <string>

/// What is counted per day, without persons (统计).
namespace yinxin::domain {

enum class Measure {
    endorsements,         ///< applications for an endorsement
    copies,               ///< endorsed copies released
    failed_endorsements,  ///< applications that ended without a copy
    verifications,        ///< checks of a copy or a certificate of ours, through any door
    certificates,         ///< certificates released to their holders
    changes,              ///< corrections, suspensions, revocations, …
};

template <>
struct KeyTable<Measure> {
    static constexpr std::array<Keyed<Measure>, 6> rows{{
        {Measure::endorsements, "endorsements"},
        {Measure::copies, "copies"},
        {Measure::failed_endorsements, "failed_endorsements"},
        {Measure::verifications, "verifications"},
        {Measure::certificates, "certificates"},
        {Measure::changes, "changes"},
    }};
};

/// By what a count can be split.
struct CountKey {
    std::string issuer_id;
    std::string item_id;   ///< qualification
    std::string province;  ///< two digits of GB/T 2260; empty: the document does not say
    std::string detail;    ///< of verifications the door, of changes the new status
};

/// Where a certificate's events are counted. The province is that of a resident's number (GB
/// 11643): where somebody was registered, not where he lives.
[[nodiscard]] CountKey count_key(const FaceData& face, std::string detail = {});

}  // namespace yinxin::domain
