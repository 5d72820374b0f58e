// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/result_words.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"
#include "yinxin/domain/result_field.hpp"

#include <algorithm>
#include <tuple>

namespace yinxin::domain {
namespace {

template <class E>
struct Word {
    std::string_view text;  ///< as header_key leaves it
    E value;
};

using Type = IdDocumentType;
constexpr std::array id_types{
    Word<Type>{"居民身份证", Type::resident_identity_card},
    Word<Type>{"身份证", Type::resident_identity_card},
    Word<Type>{"中华人民共和国居民身份证", Type::resident_identity_card},
    Word<Type>{"二代身份证", Type::resident_identity_card},
    Word<Type>{"residentidentitycard", Type::resident_identity_card},
    Word<Type>{"identitycard", Type::resident_identity_card},
    Word<Type>{"idcard", Type::resident_identity_card},
    Word<Type>{"军官证", Type::officer_card},
    Word<Type>{"军人证", Type::officer_card},
    Word<Type>{"士官证", Type::officer_card},
    Word<Type>{"officercard", Type::officer_card},
    Word<Type>{"护照", Type::passport},
    Word<Type>{"passport", Type::passport},
    Word<Type>{"港澳居民来往内地通行证", Type::hk_macau_permit},
    Word<Type>{"港澳通行证", Type::hk_macau_permit},
    Word<Type>{"回乡证", Type::hk_macau_permit},
    Word<Type>{"hkmacaupermit", Type::hk_macau_permit},
    Word<Type>{"台湾居民来往大陆通行证", Type::taiwan_permit},
    Word<Type>{"台胞证", Type::taiwan_permit},
    Word<Type>{"taiwanpermit", Type::taiwan_permit},
    Word<Type>{"港澳台居民居住证", Type::hk_macau_taiwan_residence},
    Word<Type>{"港澳台居住证", Type::hk_macau_taiwan_residence},
    Word<Type>{"hkmacautaiwanresidence", Type::hk_macau_taiwan_residence},
    Word<Type>{"外国人永久居留身份证", Type::foreign_permanent_residence},
    Word<Type>{"外国人永久居留证", Type::foreign_permanent_residence},
    Word<Type>{"foreignpermanentresidence", Type::foreign_permanent_residence},
    Word<Type>{"其他", Type::other},
    Word<Type>{"其它", Type::other},
    Word<Type>{"other", Type::other},
};

constexpr std::array sexes{
    Word<Sex>{"男", Sex::male},
    Word<Sex>{"男性", Sex::male},
    Word<Sex>{"1", Sex::male},
    Word<Sex>{"m", Sex::male},
    Word<Sex>{"male", Sex::male},
    Word<Sex>{"女", Sex::female},
    Word<Sex>{"女性", Sex::female},
    Word<Sex>{"2", Sex::female},
    Word<Sex>{"f", Sex::female},
    Word<Sex>{"female", Sex::female},
};

constexpr std::array kinds{
    Word<CertificateKind>{"资格证书", CertificateKind::certificate},
    Word<CertificateKind>{"职业资格证书", CertificateKind::certificate},
    Word<CertificateKind>{"证书", CertificateKind::certificate},
    Word<CertificateKind>{"certificate", CertificateKind::certificate},
    Word<CertificateKind>{"合格证明", CertificateKind::pass_proof},
    Word<CertificateKind>{"增项", CertificateKind::pass_proof},
    Word<CertificateKind>{"增报专业", CertificateKind::pass_proof},
    Word<CertificateKind>{"passproof", CertificateKind::pass_proof},
    Word<CertificateKind>{"查询结果证明", CertificateKind::query_result_proof},
    Word<CertificateKind>{"职业资格查询结果证明", CertificateKind::query_result_proof},
    Word<CertificateKind>{"queryresultproof", CertificateKind::query_result_proof},
};

template <class E, std::size_t N>
std::optional<E> recognise(const std::array<Word<E>, N>& words, std::string_view word) {
    const std::string key = header_key(word);
    const auto found = std::ranges::find(words, key, &Word<E>::text);
    if (found == words.end()) return std::nullopt;
    return found->value;
}

/// The groups of digits in front of a time of day; nullopt: something else stands between them.
std::optional<std::vector<std::string>> digit_groups(std::string_view written) {
    const auto points = decode_utf8(trim(written));
    if (!points) return std::nullopt;
    std::vector<std::string> groups(1);
    for (const char32_t typed : *points) {
        const char32_t point = fold::to_half_width(typed);
        // What follows a blank or a T is a time; a date is whole by then.
        const bool is_whole = groups.size() >= 3 && !groups.back().empty();
        if ((fold::is_space(point) || point == U'T') && is_whole) break;
        if (fold::is_digit(point)) {
            groups.back() += static_cast<char>(point);
        } else if (fold::is_hyphen(point) || point == U'/' || point == U'.' || point == U'年' ||
                   point == U'月') {
            groups.emplace_back();
        } else if (point != U'日' && point != U'号' && !fold::is_space(point)) {
            return std::nullopt;
        }
    }
    if (groups.size() > 1 && groups.back().empty()) groups.pop_back();
    // "20260501" and "202605"
    if (groups.size() == 1 && (groups[0].size() == 8 || groups[0].size() == 6)) {
        const std::string all = groups[0];
        groups = {all.substr(0, 4), all.substr(4, 2)};
        if (all.size() == 8) groups.push_back(all.substr(6));
    }
    return groups;
}

std::optional<int> number_in(const std::string& digits, int least, int most) {
    const auto number = parse_integer(digits);
    if (!number || *number < least || *number > most) return std::nullopt;
    return static_cast<int>(*number);
}

/// Steps from one text to another (Levenshtein), in characters.
std::size_t distance(std::u32string_view a, std::u32string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t corner = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
            corner = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return row.back();
}

}  // namespace

std::optional<IdDocumentType> recognise_id_type(std::string_view word) {
    if (auto found = recognise(id_types, word)) return found;
    if (const auto keyed = parse_key<IdDocumentType>(trim(word))) return *keyed;
    return std::nullopt;
}

std::optional<Sex> recognise_sex(std::string_view word) {
    return recognise(sexes, word);
}

std::optional<CertificateKind> recognise_kind(std::string_view word) {
    if (auto found = recognise(kinds, word)) return found;
    if (const auto keyed = parse_key<CertificateKind>(trim(word))) return *keyed;
    return std::nullopt;
}

std::optional<CivilDay> recognise_day(std::string_view written) {
    const auto groups = digit_groups(written);
    if (!groups || groups->size() != 3 || (*groups)[0].size() != 4) return std::nullopt;
    const auto year = number_in((*groups)[0], 1850, 2199);
    const auto month = number_in((*groups)[1], 1, 12);
    const auto day = number_in((*groups)[2], 1, 31);
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return CivilDay(std::chrono::local_days(date));
}

std::optional<std::chrono::year_month> recognise_month(std::string_view written) {
    if (const auto day = recognise_day(written)) {
        const std::chrono::year_month_day date(*day);
        return date.year() / date.month();
    }
    const auto groups = digit_groups(written);
    if (!groups || groups->size() != 2 || (*groups)[0].size() != 4) return std::nullopt;
    const auto year = number_in((*groups)[0], 1850, 2199);
    const auto month = number_in((*groups)[1], 1, 12);
    if (!year || !month) return std::nullopt;
    return std::chrono::year(*year) / std::chrono::month(static_cast<unsigned>(*month));
}

std::vector<std::string> split_list(std::string_view written) {
    const auto points = decode_utf8(written);
    if (!points) return {std::string(written)};
    std::vector<std::string> parts(1);
    for (const char32_t typed : *points) {
        const char32_t point = fold::to_half_width(typed);
        if (point == 0x3001 || point == U',' || point == U';' || point == U'\n' || point == U'\r') {
            parts.emplace_back();
        } else {
            parts.back() += encode_utf8(typed);
        }
    }
    std::erase_if(parts, [](const std::string& part) { return trim(part).empty(); });
    return parts;
}

std::vector<std::string> nearest(std::string_view written,
                                 const std::vector<std::string>& choices,
                                 std::size_t most) {
    const auto typed = decode_utf8(header_key(written));
    if (!typed) return {};
    // Steps, characters of the choice that were not typed, place in the choices.
    std::vector<std::tuple<std::size_t, std::size_t, std::size_t>> ranked;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const auto points = decode_utf8(header_key(choices[i]));
        if (!points) continue;
        const std::size_t steps = distance(*typed, *points);
        // Nothing in common is no help.
        if (steps >= std::max(typed->size(), points->size())) continue;
        const auto not_typed = static_cast<std::size_t>(std::ranges::count_if(
            *points, [&](char32_t point) { return typed->find(point) == std::u32string::npos; }));
        ranked.emplace_back(steps, not_typed, i);
    }
    std::ranges::sort(ranked);
    std::vector<std::string> best;
    for (const auto& [steps, not_typed, place] : ranked) {
        if (best.size() == most) break;
        best.push_back(choices[place]);
    }
    return best;
}

}  // namespace yinxin::domain
