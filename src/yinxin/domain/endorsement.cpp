// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/endorsement.hpp"

#include "yinxin/domain/typed_line.hpp"

namespace yinxin::domain {

CivilDay last_day(const Validity& validity) noexcept {
    return civil_day(validity.until - std::chrono::seconds(1));
}

EndorsementView view_at(EndorsementState state,
                        Instant applied,
                        Instant valid_until,
                        Instant now,
                        std::chrono::seconds promise) noexcept {
    switch (state) {
        case EndorsementState::pending:
            return now - applied > promise ? EndorsementView::overdue : EndorsementView::generating;
        case EndorsementState::ready:
            return now < valid_until ? EndorsementView::current : EndorsementView::expired;
        case EndorsementState::failed:
            return EndorsementView::failed;
        case EndorsementState::withdrawn:
            return EndorsementView::withdrawn;
        case EndorsementState::ended_by_office:
            return EndorsementView::ended_by_office;
    }
    return EndorsementView::failed;
}

Result<std::string> parse_recipient(std::string_view raw) {
    return parse_typed_line(raw, max_recipient_length, ErrorCode::endorsement_recipient_invalid);
}

}  // namespace yinxin::domain
