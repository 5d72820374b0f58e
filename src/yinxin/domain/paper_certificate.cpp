// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/paper_certificate.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/certificate.hpp"

#include <algorithm>

namespace yinxin::domain {
namespace {

constexpr std::size_t shortest_place = 2;
constexpr std::size_t longest_place = 120;
constexpr Days longest_pickup{3 * 366};

Error wrong(std::string_view field) {
    return Error(ErrorCode::invalid_input, "paper certificate").with("field", std::string(field));
}

Result<std::string> read_place(std::string_view typed, std::size_t shortest) {
    const std::string_view text = trim(typed);
    const auto points = decode_utf8(text);
    const bool is_good =
        points && points->size() >= shortest && points->size() <= longest_place &&
        std::ranges::none_of(*points, [](char32_t c) { return c < 0x20 || c == 0x7F; });
    if (!is_good) return Error(ErrorCode::invalid_input, "place");
    return std::string(text);
}

/// "2027/3/31" and "2027年3月31日" as "2027-03-31".
Result<CivilDay> read_day(std::string_view typed) {
    std::string text(trim(typed));
    // A spreadsheet's day may bring a time.
    text = text.substr(0, text.find(' '));
    for (const std::string_view mark : {"/", ".", "年", "月"}) {
        text = replace_all(std::move(text), mark, "-");
    }
    text = replace_all(std::move(text), "日", "");
    std::string padded;
    for (const std::string_view part : split(text, '-')) {
        if (!padded.empty()) padded += '-';
        if (part.size() == 1) padded += '0';
        padded += part;
    }
    return parse_day(padded);
}

}  // namespace

bool may_become(PaperState from, PaperState to) noexcept {
    switch (from) {
        case PaperState::none:
            return to == PaperState::printed;
        case PaperState::printed:
            return to == PaperState::handed_out || to == PaperState::lost ||
                   to == PaperState::damaged || to == PaperState::unclaimed;
        case PaperState::handed_out:
            return to == PaperState::lost || to == PaperState::damaged;
        case PaperState::lost:
        case PaperState::damaged:
        case PaperState::unclaimed:
            return false;
    }
    return false;
}

Result<PaperCertificate> read_paper(const PaperForm& form, CivilDay today) {
    PaperCertificate paper;
    paper.state = PaperState::printed;
    auto serial = parse_certificate_no(form.serial);
    if (!serial) return std::move(serial).error().with("field", "serial");
    paper.serial = *std::move(serial);
    auto place = read_place(form.place_zh, shortest_place);
    if (!place) return wrong("place");
    auto place_en = read_place(form.place_en, 0);
    if (!place_en) return wrong("place_en");
    paper.pickup_place = {*std::move(place), *std::move(place_en)};
    const auto until = read_day(form.until);
    if (!until || *until > today + longest_pickup) return wrong("until");
    if (*until < today) return wrong("until").with("reason", "passed");
    paper.pickup_until = *until;
    return paper;
}

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
