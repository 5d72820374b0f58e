// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/text.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/keyed.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

/// The one spelling of a record: a first line, then every field as "name length:value\n" in a fixed
/// order. A record's `walk` names its fields once, and both classes walk it. Not for other rooms.
namespace yinxin::domain {

inline constexpr std::size_t most_in_list = 32;

class CanonicalWriter {
  public:
    /// @param first_line  names the kind of text and its version; ends in a line break.
    explicit CanonicalWriter(std::string_view first_line) : text_(first_line) {}
    [[nodiscard]] std::string take() { return std::move(text_); }

    void operator()(std::string_view field, const std::string& value) {
        text_ += fmt::format("{} {}:{}\n", field, value.size(), value);
    }
    void operator()(std::string_view field, int value) { (*this)(field, std::to_string(value)); }
    void operator()(std::string_view field, CivilDay day) { (*this)(field, format_day(day)); }
    void operator()(std::string_view field, std::chrono::year_month month) {
        (*this)(field,
                month.ok() ? fmt::format("{:04}-{:02}",
                                         static_cast<int>(month.year()),
                                         static_cast<unsigned>(month.month()))
                           : std::string());
    }
    void operator()(std::string_view field, const Bilingual& value) {
        (*this)(fmt::format("{}.zh", field), value.zh);
        (*this)(fmt::format("{}.en", field), value.en);
    }
    void operator()(std::string_view field, const IdNumber& value) {
        (*this)(fmt::format("{}.type", field), value.type);
        (*this)(fmt::format("{}.number", field), value.number);
    }
    void operator()(std::string_view field, const std::optional<CivilDay>& day) {
        (*this)(field, day ? format_day(*day) : std::string());
    }
    template <class T>
    void operator()(std::string_view field, const std::vector<T>& list) {
        (*this)(field, static_cast<int>(list.size()));
        for (const T& one : list) {
            (*this)(field, one);
        }
    }
    template <HasKeys E>
    void operator()(std::string_view field, E value) {
        (*this)(field, std::string(key(value)));
    }

  private:
    std::string text_;
};

/// Reads what CanonicalWriter writes. The first fault is kept and ends all further reading.
class CanonicalReader {
  public:
    CanonicalReader(std::string_view first_line, std::string_view text) : rest_(text) {
        if (rest_.starts_with(first_line)) {
            rest_.remove_prefix(first_line.size());
        } else {
            fail("first line");
        }
    }

    void operator()(std::string_view field, std::string& value) {
        if (!fault_.empty()) return;
        const auto colon = rest_.find(':');
        if (!rest_.starts_with(field) || colon == std::string_view::npos ||
            colon < field.size() + 2 || rest_[field.size()] != ' ') {
            return fail(field);
        }
        const auto size = parse_integer(rest_.substr(field.size() + 1, colon - field.size() - 1));
        const std::size_t left = rest_.size() - colon - 1;
        if (!size || *size < 0 || static_cast<std::uint64_t>(*size) >= left) return fail(field);
        const auto count = static_cast<std::size_t>(*size);
        if (rest_[colon + 1 + count] != '\n') return fail(field);
        value = rest_.substr(colon + 1, count);
        rest_.remove_prefix(colon + 1 + count + 1);
    }
    void operator()(std::string_view field, int& value) {
        const auto number = parse_integer(next(field));
        if (!number || *number < 0 || *number > 999'999) return fail(field);
        value = static_cast<int>(*number);
    }
    void operator()(std::string_view field, CivilDay& day) {
        const auto parsed = parse_day(next(field));
        if (!parsed) return fail(field);
        day = *parsed;
    }
    void operator()(std::string_view field, std::chrono::year_month& month) {
        const std::string text = next(field);
        if (text.empty()) return;
        const auto parsed = parse_day(text + "-01");
        if (!parsed) return fail(field);
        const std::chrono::year_month_day day(*parsed);
        month = day.year() / day.month();
    }
    void operator()(std::string_view field, Bilingual& value) {
        (*this)(fmt::format("{}.zh", field), value.zh);
        (*this)(fmt::format("{}.en", field), value.en);
    }
    void operator()(std::string_view field, IdNumber& value) {
        (*this)(fmt::format("{}.type", field), value.type);
        (*this)(fmt::format("{}.number", field), value.number);
    }
    void operator()(std::string_view field, std::optional<CivilDay>& day) {
        const std::string text = next(field);
        if (text.empty()) return day.reset();
        const auto parsed = parse_day(text);
        if (!parsed) return fail(field);
        day = *parsed;
    }
    template <class T>
    void operator()(std::string_view field, std::vector<T>& list) {
        int count = 0;
        (*this)(field, count);
        if (static_cast<std::size_t>(count) > most_in_list) return fail(field);
        list.resize(static_cast<std::size_t>(count));
        for (T& one : list) {
            (*this)(field, one);
        }
    }
    template <HasKeys E>
    void operator()(std::string_view field, E& value) {
        const auto parsed = parse_key<E>(next(field));
        if (!parsed) return fail(field);
        value = *parsed;
    }

    /// Empty, or the field of the first fault.
    [[nodiscard]] std::string fault() const {
        return fault_.empty() && !rest_.empty() ? "trailing text" : fault_;
    }

  private:
    std::string next(std::string_view field) {
        std::string text;
        (*this)(field, text);
        return text;
    }
    void fail(std::string_view field) {
        if (fault_.empty()) fault_ = field;
    }

    std::string_view rest_;
    std::string fault_;
};

}  // namespace yinxin::domain
