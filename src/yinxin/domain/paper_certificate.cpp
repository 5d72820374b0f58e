// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/paper_certificate.hpp"

namespace yinxin::domain {

Reissue reissue_allowed(PaperState state) noexcept {
    switch (state) {
        case PaperState::none:
            return {false, "paper.no_reissue_none"};
        case PaperState::printed:
            return {false, "paper.no_reissue_printed"};
        case PaperState::handed_out:
            return {false, "paper.no_reissue_handed_out"};
        case PaperState::lost:
            return {false, "paper.no_reissue_lost"};
        case PaperState::damaged:
            return {false, "paper.no_reissue_damaged"};
        case PaperState::unclaimed:
            return {false, "paper.no_reissue_unclaimed"};
    }
    return {false, "paper.no_reissue_none"};
}

PaperState state_on(const PaperCertificate& paper, CivilDay today) noexcept {
    const bool overdue = paper.pickup_until && *paper.pickup_until < today;
    return paper.state == PaperState::printed && overdue ? PaperState::unclaimed : paper.state;
}

}  // namespace yinxin::domain
