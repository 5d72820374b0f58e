// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/organisation.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"
#include "yinxin/domain/typed_line.hpp"

#include <array>

namespace yinxin::domain {
namespace {

constexpr std::size_t least_name = 2;
constexpr std::size_t least_phone_digits = 7;
constexpr std::size_t most_phone_digits = 15;
constexpr std::size_t longest_phone = 30;

/// Words that stand beside a name and say what is known of it; nobody puts them into the name.
constexpr std::array<std::string_view, 3> reserved_words{"自称", "已核实", "已停用"};

bool is_phone_sign(char32_t point) {
    return point == ' ' || point == '+' || point == '(' || point == ')' || fold::is_hyphen(point);
}

/// Half-width, hyphens as one character; empty where it is no telephone number.
std::string written_phone(std::string_view raw) {
    const auto points = decode_utf8(trim(raw));
    if (!points || points->size() > longest_phone) return {};
    std::string phone;
    std::size_t digits = 0;
    for (const char32_t typed : *points) {
        const char32_t point = fold::is_space(typed) ? U' ' : fold::to_half_width(typed);
        if (fold::is_digit(point)) {
            ++digits;
        } else if (!is_phone_sign(point)) {
            return {};
        }
        phone += fold::is_hyphen(point) ? '-' : static_cast<char>(point);
    }
    const bool is_fine = digits >= least_phone_digits && digits <= most_phone_digits;
    return is_fine ? phone : std::string();
}

}  // namespace

Result<std::string> parse_organisation_name(std::string_view raw) {
    const ErrorCode code = ErrorCode::organisation_name_invalid;
    YX_TRY(std::string name, parse_typed_line(raw, max_organisation_name, code));
    if (decode_utf8(name)->size() < least_name) {
        return Error(code, "too short").with("max", std::to_string(max_organisation_name));
    }
    for (const std::string_view word : reserved_words) {
        if (name.find(word) == std::string::npos) continue;
        return Error(code, "a word of ours").with("max", std::to_string(max_organisation_name));
    }
    return name;
}

Result<Uscc> parse_organisation_uscc(std::string_view raw) {
    auto code = parse_uscc(raw);
    if (!code) return Error(ErrorCode::organisation_uscc_invalid, code.error().detail());
    return code;
}

Result<OrganisationContact> parse_contact(std::string_view name, std::string_view phone) {
    const ErrorCode code = ErrorCode::organisation_contact_invalid;
    OrganisationContact contact;
    auto line = parse_typed_line(name, max_contact_name, code);
    if (!line || line->empty()) {
        return Error(code, "contact's name").with("field", "contact_name");
    }
    contact.name = *std::move(line);
    contact.phone = written_phone(phone);
    if (contact.phone.empty()) {
        return Error(code, "contact's telephone").with("field", "contact_phone");
    }
    return contact;
}

}  // namespace yinxin::domain
