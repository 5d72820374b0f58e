// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/doubt.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::domain {

std::string join_fields(const std::vector<DoubtField>& fields) {
    std::string joined;
    for (const auto& row : all_keyed<DoubtField>()) {
        if (std::ranges::find(fields, row.value) == fields.end()) continue;
        if (!joined.empty()) joined += ',';
        joined += row.key;
    }
    return joined;
}

std::vector<DoubtField> parse_fields(std::string_view joined) {
    std::vector<DoubtField> fields;
    for (const std::string_view word : split(joined, ',')) {
        if (const auto field = parse_key<DoubtField>(word)) fields.push_back(*field);
    }
    return fields;
}

bool may_become(DoubtState from, DoubtState to) noexcept {
    switch (from) {
        case DoubtState::open:
            return to == DoubtState::taken || to == DoubtState::withdrawn;
        case DoubtState::taken:
            return to == DoubtState::taken || to == DoubtState::accepted ||
                   to == DoubtState::refused || to == DoubtState::withdrawn;
        case DoubtState::accepted:
            return to == DoubtState::corrected || to == DoubtState::refused;
        case DoubtState::refused:
        case DoubtState::corrected:
        case DoubtState::withdrawn:
            return false;
    }
    return false;
}

bool is_unsettled(DoubtState state) noexcept {
    return awaits_answer(state) || state == DoubtState::accepted;
}

Result<std::string> parse_doubt_text(std::string_view typed) {
    constexpr std::size_t shortest = 5;
    const std::string plain = replace_all(std::string(trim(typed)), "\r\n", "\n");
    const auto points = decode_utf8(plain);
    const auto is_control = [](char32_t c) {
        return (c < 0x20 && c != U'\n' && c != U'\t') || c == 0x7F;
    };
    if (!points || points->size() < shortest || points->size() > longest_doubt_text ||
        std::ranges::any_of(*points, is_control)) {
        return Error(ErrorCode::doubt_text_invalid).with("max", std::to_string(longest_doubt_text));
    }
    return plain;
}

CivilDay doubt_due_on(CivilDay reported_on, int answer_days) noexcept {
    return reported_on + Days(answer_days);
}

CivilDay doubt_due_after_reply(CivilDay due_on, CivilDay asked_on, CivilDay replied_on) noexcept {
    return due_on + std::max(replied_on - asked_on, Days(0));
}

bool is_overdue(DoubtState state, bool awaits_holder, CivilDay due_on, CivilDay today) noexcept {
    return awaits_answer(state) && !awaits_holder && due_on < today;
}

std::string province_of(const IdNumber& document) {
    const bool has_region = document.type == IdDocumentType::resident_identity_card ||
                            document.type == IdDocumentType::hk_macau_taiwan_residence;
    const std::string code = document.number.substr(0, 2);
    // Residence permits of Taiwan begin with 83, the province is 71.
    if (has_region && code == "83") return "71";
    return has_region && is_province_code(code) ? code : std::string();
}

}  // namespace yinxin::domain
