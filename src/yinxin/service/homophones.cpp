// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/homophones.hpp"

#include "yinxin/base/free_with.hpp"
#include "yinxin/base/text.hpp"

#include <array>
#include <map>
#include <memory>
#include <unicode/translit.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unordered_map>

namespace yinxin::service {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};
/// The order in which candidates are offered: GBK and what came later, then extensions A and B.
constexpr std::array ranges{Range{0x4E00, 0x9FFF}, Range{0x3400, 0x4DBF}, Range{0x20000, 0x2A6DF}};

/// Whether a character is one of the 6,763 that every input method and form has had since 1981.
class CommonSet {
  public:
    CommonSet() {
        UErrorCode failed = U_ZERO_ERROR;
        converter_.reset(ucnv_open("GB2312", &failed));
    }
    [[nodiscard]] bool has(char32_t point) const {
        if (!converter_) return false;
        UErrorCode failed = U_ZERO_ERROR;
        const icu::UnicodeString text(static_cast<UChar32>(point));
        std::array<char, 8> bytes{};
        const std::int32_t size = ucnv_fromUChars(converter_.get(),
                                                  bytes.data(),
                                                  static_cast<std::int32_t>(bytes.size()),
                                                  text.getBuffer(),
                                                  text.length(),
                                                  &failed);
        constexpr unsigned char first_ideograph = 0xB0;
        return U_SUCCESS(failed) && size == 2 &&
               static_cast<unsigned char>(bytes[0]) >= first_ideograph;
    }

  private:
    std::unique_ptr<UConverter, FreeWith<ucnv_close>> converter_;
};

/// Every ideograph that has a reading, by it.
class Readings {
  public:
    Readings() {
        UErrorCode failed = U_ZERO_ERROR;
        const std::unique_ptr<icu::Transliterator> latin(
            icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, failed));
        if (!latin) return;
        for (const Range& range : ranges) {
            for (char32_t point = range.first; point <= range.last; ++point) {
                add(point, *latin);
            }
        }
    }

    [[nodiscard]] std::u32string_view like(char32_t point) const {
        const auto found = groups_.find(point);
        return found == groups_.end() ? std::u32string_view() : *found->second;
    }

  private:
    void add(char32_t point, const icu::Transliterator& latin) {
        icu::UnicodeString text(static_cast<UChar32>(point));
        latin.transliterate(text);
        if (text.char32At(0) == static_cast<UChar32>(point)) return;
        std::string reading;
        text.toUTF8String(reading);
        std::u32string& group = by_reading_[reading];
        group.push_back(point);
        groups_.emplace(point, &group);
    }

    std::map<std::string, std::u32string> by_reading_;
    std::unordered_map<char32_t, const std::u32string*> groups_;  ///< into by_reading_
};

}  // namespace

std::vector<std::string> rare_homophones(
    std::string_view homophone,
    const std::function<std::optional<char32_t>(std::string_view)>& find_uncovered) {
    const auto points = decode_utf8(homophone);
    if (!points || points->size() != 1) return {};
    static const Readings readings;  // made once; reading it is safe from any thread
    const CommonSet common;
    std::vector<std::string> characters;
    for (const char32_t point : readings.like(points->front())) {
        if (common.has(point)) continue;
        std::string character = encode_utf8(point);
        if (find_uncovered && find_uncovered(character)) continue;
        characters.push_back(std::move(character));
    }
    return characters;
}

}  // namespace yinxin::service
