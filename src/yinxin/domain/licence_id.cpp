// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/licence_id.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::domain {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr int last_version = 999;

bool all_of_alphabet(std::string_view text) noexcept {
    return text.find_first_not_of(alphabet) == std::string_view::npos;
}

bool all_digits(std::string_view text) noexcept {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string version_text(int version) {
    return fmt::format("{:03}", version);
}

Error wrong(std::string_view part) {
    return Error(ErrorCode::malformed, fmt::format("licence id: {}", part));
}

}  // namespace

char mod37_36_check(std::string_view body) noexcept {
    // ISO 7064 hybrid system MOD 37,36; GB/T 36904 takes it over the parts without root and dots.
    if (body.empty()) return '\0';
    std::size_t product = 36;
    for (const char c : body) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos) return '\0';
        const std::size_t sum = (product + value) % 36;
        product = (sum == 0 ? 36 : sum) * 2 % 37;
    }
    return alphabet[(37 - product) % 36];
}

Result<LicenceId> make_licence_id(std::string type_code,
                                  std::string issuer_code,
                                  std::string serial,
                                  int version) {
    if (type_code.size() != 21 || !all_of_alphabet(type_code) ||
        !all_digits(std::string_view(type_code).substr(18))) {
        return wrong("type code");
    }
    const bool body = issuer_code.size() == 18 && all_of_alphabet(issuer_code);
    const bool region = issuer_code.size() == 6 && all_digits(issuer_code);
    if (!body && !region) return wrong("issuer code");
    if (serial.empty() || serial.size() > 32 || !all_of_alphabet(serial)) return wrong("serial");
    if (version < 1 || version > last_version) return wrong("version");
    return LicenceId{std::move(type_code), std::move(issuer_code), std::move(serial), version};
}

std::string format(const LicenceId& id) {
    const std::string version = version_text(id.version);
    const char check = mod37_36_check(id.type_code + id.issuer_code + id.serial + version);
    return fmt::format("{}.{}.{}.{}.{}.{}",
                       licence_id_root,
                       id.type_code,
                       id.issuer_code,
                       id.serial,
                       version,
                       check);
}

Result<LicenceId> parse_licence_id(std::string_view text) {
    if (!text.starts_with(licence_id_root) || text.size() <= licence_id_root.size() ||
        text[licence_id_root.size()] != '.') {
        return wrong("root");
    }
    const auto parts = split(text.substr(licence_id_root.size() + 1), '.');
    if (parts.size() != 5) return wrong("number of parts");
    if (parts[3].size() != 3 || !all_digits(parts[3])) return wrong("version");
    if (parts[4].size() != 1) return wrong("check character");
    const auto version = static_cast<int>(*parse_integer(parts[3]));
    YX_TRY(auto id,
           make_licence_id(
               std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), version));
    if (format(id) != text) return Error(ErrorCode::identifier_check, "licence id");
    return id;
}

Result<LicenceId> next_version(LicenceId id) {
    if (id.version >= last_version) return Error(ErrorCode::conflict, "licence id: last version");
    ++id.version;
    return id;
}

}  // namespace yinxin::domain
