// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/endorsement.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"

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
    const auto refuse = [](std::string why) {
        return Error(ErrorCode::endorsement_recipient_invalid, std::move(why))
            .with("max", std::to_string(max_recipient_length));
    };
    const auto points = decode_utf8(raw);
    if (!points) return refuse("not UTF-8");
    std::u32string text;
    for (const char32_t point : *points) {
        if (fold::is_space(point)) {
            if (!text.empty() && text.back() != U' ') text += U' ';
            continue;
        }
        if (fold::is_unprintable(point) || fold::is_private_use(point)) {
            return refuse("a character that cannot be printed");
        }
        text += point;
    }
    if (!text.empty() && text.back() == U' ') text.pop_back();
    if (text.size() > max_recipient_length) return refuse("too long");
    return encode_utf8(text);
}

}  // namespace yinxin::domain
