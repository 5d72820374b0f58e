// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/der.hpp"

#include <algorithm>

namespace yinxin::crypto::der {
namespace {

Error malformed(std::string detail, std::source_location where = std::source_location::current()) {
    return Error(ErrorCode::malformed, "DER: " + std::move(detail), where);
}

/// Splits the first element off `rest`.
Result<Element> split_first(BytesView& rest) {
    if (rest.size() < 2) return malformed("element cut short");
    const std::uint8_t tag = rest[0];
    if ((tag & 0x1F) == 0x1F) return malformed("tag of several bytes");
    std::size_t header = 2;
    std::size_t length = rest[1];
    if (length == 0x80) return malformed("indefinite length");
    if (length > 0x80) {
        const std::size_t bytes = length & 0x7F;
        if (bytes > 4) return malformed("length of more than four bytes");
        if (rest.size() < 2 + bytes) return malformed("length cut short");
        length = 0;
        for (std::size_t i = 0; i < bytes; ++i) {
            length = (length << 8) | rest[2 + i];
        }
        // X.690 clause 10.1: "the minimum number of octets".
        if (length < 0x80 || rest[2] == 0) return malformed("length not minimal");
        header += bytes;
    }
    if (length > rest.size() - header) return malformed("content cut short");
    const Element element{tag, rest.subspan(header, length), rest.first(header + length)};
    rest = rest.subspan(header + length);
    return element;
}

/// Two digits of a time; -1 when they are none.
int two_digits(BytesView text, std::size_t at) {
    if (at + 2 > text.size()) return -1;
    const int tens = text[at] - '0';
    const int ones = text[at + 1] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return -1;
    return (tens * 10) + ones;
}

bool is_fraction(BytesView text) {
    // DER: at least one digit and no trailing zero (X.690 clause 11.7).
    return text.size() >= 2 && text.front() == '.' && text.back() != '0' &&
           std::all_of(
               text.begin() + 1, text.end(), [](std::uint8_t c) { return c >= '0' && c <= '9'; });
}

Result<void> check_primitive(const Element& element) {
    switch (element.tag) {
        case tag::boolean:
            if (element.content.size() != 1 ||
                (element.content[0] != 0x00 && element.content[0] != 0xFF)) {
                return malformed("boolean is neither 00 nor FF");
            }
            break;
        case tag::null:
            if (!element.content.empty()) return malformed("null with content");
            break;
        case tag::integer:
        case tag::enumerated:
            if (element.content.empty()) return malformed("integer without content");
            if (element.content.size() > 1 &&
                ((element.content[0] == 0x00 && element.content[1] < 0x80) ||
                 (element.content[0] == 0xFF && element.content[1] >= 0x80))) {
                return malformed("integer not minimal");
            }
            break;
        case tag::bit_string:
            if (element.content.empty() || element.content[0] > 7 ||
                (element.content.size() == 1 && element.content[0] != 0)) {
                return malformed("bit string without a valid count of unused bits");
            }
            break;
        default:
            break;
    }
    return ok();
}

}  // namespace

std::optional<std::uint8_t> Reader::peek() const noexcept {
    if (rest_.empty()) return std::nullopt;
    return rest_[0];
}

Result<Element> Reader::next() {
    YX_TRY(const Element element, split_first(rest_));
    YX_CHECK(check_primitive(element));
    return element;
}

Result<Element> Reader::next(std::uint8_t wanted) {
    if (peek() != wanted) return malformed("another tag than " + std::to_string(wanted));
    return next();
}

Result<Reader> Reader::enter(std::uint8_t wanted) {
    YX_TRY(const Element element, next(wanted));
    return Reader(element.content);
}

Result<std::optional<Element>> Reader::next_if(std::uint8_t wanted) {
    if (peek() != wanted) return std::optional<Element>();
    YX_TRY(const Element element, next());
    return std::optional<Element>(element);
}

Result<void> Reader::expect_end() const {
    if (!rest_.empty()) return malformed(std::to_string(rest_.size()) + " bytes too many");
    return ok();
}

Result<std::string> Reader::next_oid() {
    YX_TRY(const Element element, next(tag::oid));
    return parse_oid(element.content);
}

Result<std::int64_t> Reader::next_integer() {
    YX_TRY(const Element element, next(tag::integer));
    return parse_integer(element.content);
}

Result<BytesView> Reader::next_octets() {
    YX_TRY(const Element element, next(tag::octet_string));
    return element.content;
}

Result<Element> parse_single(BytesView bytes) {
    Reader reader(bytes);
    YX_TRY(const Element element, reader.next());
    YX_CHECK(reader.expect_end());
    return element;
}

Result<Element> parse_padded(BytesView bytes) {
    Reader reader(bytes);
    YX_TRY(const Element element, reader.next());
    const BytesView padding = bytes.subspan(element.whole.size());
    if (std::ranges::any_of(padding, [](std::uint8_t byte) { return byte != 0; })) {
        return malformed("padding is not zero");
    }
    return element;
}

Result<std::string> parse_oid(BytesView content) {
    if (content.empty() || (content.back() & 0x80) != 0) return malformed("identifier cut short");
    std::string dotted;
    std::uint64_t arc = 0;
    bool starts = true;
    for (const std::uint8_t byte : content) {
        if (starts && byte == 0x80) return malformed("identifier not minimal");
        if (arc >> 56 != 0) return malformed("identifier arc too large");
        arc = (arc << 7) | (byte & 0x7FU);
        starts = (byte & 0x80) == 0;
        if (!starts) continue;
        if (dotted.empty()) {
            const std::uint64_t first = std::min<std::uint64_t>(arc / 40, 2);
            dotted = std::to_string(first) + '.' + std::to_string(arc - (first * 40));
        } else {
            dotted += '.' + std::to_string(arc);
        }
        arc = 0;
    }
    return dotted;
}

Result<std::int64_t> parse_integer(BytesView content) {
    YX_CHECK(check_primitive({tag::integer, content, content}));
    if (content.size() > 8) return malformed("integer too large");
    std::uint64_t value = (content[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (const std::uint8_t byte : content) {
        value = (value << 8) | byte;
    }
    return static_cast<std::int64_t>(value);
}

Result<Instant> parse_time(const Element& element) {
    BytesView text = element.content;
    int year = 0;
    if (element.tag == tag::utc_time) {
        year = two_digits(text, 0);
        if (year < 0) return malformed("time without a year");
        year += year >= 50 ? 1900 : 2000;
        text = text.subspan(2);
    } else if (element.tag == tag::generalized_time) {
        const int century = two_digits(text, 0);
        const int rest = two_digits(text, 2);
        if (century < 0 || rest < 0) return malformed("time without a year");
        year = (century * 100) + rest;
        text = text.subspan(4);
    } else {
        return malformed("not a time");
    }
    const int month = two_digits(text, 0);
    const int day = two_digits(text, 2);
    const int hour = two_digits(text, 4);
    const int minute = two_digits(text, 6);
    const int second = two_digits(text, 8);
    const bool in_range = month >= 1 && day >= 1 && hour >= 0 && hour <= 23 && minute >= 0 &&
                          minute <= 59 && second >= 0 && second <= 59;
    if (!in_range || text.size() < 11 || text.back() != 'Z') return malformed("not a UTC time");
    const BytesView fraction = text.subspan(10, text.size() - 11);
    if (!fraction.empty() && (element.tag == tag::utc_time || !is_fraction(fraction))) {
        return malformed("not a UTC time");
    }
    const std::chrono::year_month_day date(std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)});
    if (!date.ok()) return malformed("not a day of the calendar");
    return Instant(std::chrono::sys_days(date)) + std::chrono::hours(hour) +
           std::chrono::minutes(minute) + std::chrono::seconds(second);
}

Result<void> check_nesting(BytesView bytes, int depth) {
    if (depth < 0) return malformed("nested too deeply");
    Reader reader(bytes);
    while (!reader.at_end()) {
        YX_TRY(const Element element, reader.next());
        const bool is_constructed = (element.tag & 0x20) != 0;
        if (is_constructed) YX_CHECK(check_nesting(element.content, depth - 1));
    }
    return ok();
}

}  // namespace yinxin::crypto::der
