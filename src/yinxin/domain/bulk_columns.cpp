// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/bulk_columns.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"

#include <algorithm>
#include <array>

namespace yinxin::domain {
namespace {

enum class Meaning { name, id_number, management_number };

struct Word {
    std::string_view text;  ///< as header_word leaves it
    Meaning meaning;
};

/// Upper-case ASCII and Chinese without white space or signs.
constexpr std::array words{
    Word{"姓名", Meaning::name},
    Word{"名字", Meaning::name},
    Word{"持证人", Meaning::name},
    Word{"持证人姓名", Meaning::name},
    Word{"持证人员", Meaning::name},
    Word{"持证人员姓名", Meaning::name},
    Word{"人员姓名", Meaning::name},
    Word{"员工姓名", Meaning::name},
    Word{"考生姓名", Meaning::name},
    Word{"NAME", Meaning::name},
    Word{"FULLNAME", Meaning::name},
    Word{"HOLDER", Meaning::name},
    Word{"HOLDERNAME", Meaning::name},
    Word{"NAMEOFHOLDER", Meaning::name},
    Word{"证件号", Meaning::id_number},
    Word{"证件号码", Meaning::id_number},
    Word{"身份证", Meaning::id_number},
    Word{"身份证号", Meaning::id_number},
    Word{"身份证号码", Meaning::id_number},
    Word{"身份证件号", Meaning::id_number},
    Word{"身份证件号码", Meaning::id_number},
    Word{"居民身份证号", Meaning::id_number},
    Word{"居民身份证号码", Meaning::id_number},
    Word{"公民身份号码", Meaning::id_number},
    Word{"公民身份证号码", Meaning::id_number},
    Word{"持证人证件号码", Meaning::id_number},
    Word{"ID", Meaning::id_number},
    Word{"IDNO", Meaning::id_number},
    Word{"IDNUMBER", Meaning::id_number},
    Word{"IDCARD", Meaning::id_number},
    Word{"IDCARDNO", Meaning::id_number},
    Word{"IDCARDNUMBER", Meaning::id_number},
    Word{"IDDOCUMENT", Meaning::id_number},
    Word{"IDDOCUMENTNUMBER", Meaning::id_number},
    Word{"IDENTITYNUMBER", Meaning::id_number},
    Word{"IDENTITYCARDNUMBER", Meaning::id_number},
    Word{"管理号", Meaning::management_number},
    Word{"管理号码", Meaning::management_number},
    Word{"管理编号", Meaning::management_number},
    Word{"证书管理号", Meaning::management_number},
    Word{"资格证书管理号", Meaning::management_number},
    Word{"职业资格证书管理号", Meaning::management_number},
    Word{"查询编号", Meaning::management_number},
    Word{"管理号或查询编号", Meaning::management_number},
    Word{"管理号查询编号", Meaning::management_number},
    Word{"MANAGEMENTNO", Meaning::management_number},
    Word{"MANAGEMENTNUMBER", Meaning::management_number},
    Word{"MANAGEMENTORQUERYNUMBER", Meaning::management_number},
    Word{"QUERYNO", Meaning::management_number},
    Word{"QUERYNUMBER", Meaning::management_number},
};

bool is_opening(char32_t point) noexcept {
    return point == U'(' || point == U'[' || point == U'\u3010';
}
bool is_closing(char32_t point) noexcept {
    return point == U')' || point == U']' || point == U'\u3011';
}
bool counts(char32_t point) noexcept {
    return fold::is_ideograph(point) || fold::is_digit(point) || fold::is_upper(point);
}

/// What is left of a header once everything that people add to it is gone.
std::string header_word(std::string_view text) {
    std::u32string word;
    int depth = 0;
    for (const char32_t point : fold::compact(text)) {
        if (is_opening(point)) ++depth;
        if (depth == 0 && counts(point)) word += point;
        if (is_closing(point) && depth > 0) --depth;
    }
    return encode_utf8(word);
}

std::optional<Meaning> meaning_of(std::string_view text) {
    const std::string word = header_word(text);
    const auto* found = std::ranges::find(words, word, &Word::text);
    if (found == words.end()) return std::nullopt;
    return found->meaning;
}

}  // namespace

BulkColumns recognise_columns(std::span<const std::string> header) {
    std::array<std::optional<std::size_t>, 3> at;
    std::array<bool, 3> is_twice{};
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto meaning = meaning_of(header[i]);
        if (!meaning) continue;
        const auto index = static_cast<std::size_t>(*meaning);
        is_twice[index] = is_twice[index] || at[index].has_value();
        at[index] = i;
    }
    for (std::size_t index = 0; index < at.size(); ++index) {
        if (is_twice[index]) at[index].reset();
    }
    return {at[0], at[1], at[2]};
}

}  // namespace yinxin::domain
