// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/der.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace yinxin::crypto::der {
namespace {

void append_length(Bytes& out, std::size_t length) {
    if (length < 0x80) {
        out.push_back(static_cast<std::uint8_t>(length));
        return;
    }
    int bytes = 1;
    while (bytes < 8 && (length >> (8 * bytes)) != 0) {
        ++bytes;
    }
    out.push_back(static_cast<std::uint8_t>(0x80 | bytes));
    while (bytes > 0) {
        --bytes;
        out.push_back(static_cast<std::uint8_t>(length >> (8 * bytes)));
    }
}

void append_base128(Bytes& out, std::uint64_t arc) {
    int shift = 63;
    while (shift > 0 && (arc >> shift) == 0) {
        shift -= 7;
    }
    for (; shift > 0; shift -= 7) {
        out.push_back(static_cast<std::uint8_t>(0x80 | ((arc >> shift) & 0x7F)));
    }
    out.push_back(static_cast<std::uint8_t>(arc & 0x7F));
}

std::uint64_t take_arc(std::string_view& dotted) {
    const auto dot = dotted.find('.');
    const std::string_view digits = dotted.substr(0, dot);
    if (digits.empty() || digits.size() > 18 || (digits.size() > 1 && digits.front() == '0')) {
        throw std::invalid_argument("malformed object identifier");
    }
    std::uint64_t arc = 0;
    for (const char digit : digits) {
        if (digit < '0' || digit > '9') throw std::invalid_argument("malformed object identifier");
        arc = (arc * 10) + static_cast<std::uint64_t>(digit - '0');
    }
    dotted = dot == std::string_view::npos ? std::string_view{} : dotted.substr(dot + 1);
    return arc;
}

struct Calendar {
    int year;
    unsigned month;
    unsigned day;
    int hour;
    int minute;
    int second;
};

Calendar calendar_of(Instant at) {
    const auto day = std::chrono::floor<Days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(at - day);
    return {static_cast<int>(date.year()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count())};
}

}  // namespace

Bytes element(std::uint8_t tag, Parts parts) {
    std::size_t length = 0;
    for (const BytesView part : parts) {
        length += part.size();
    }
    Bytes out;
    out.reserve(length + 6);
    out.push_back(tag);
    append_length(out, length);
    for (const BytesView part : parts) {
        out.insert(out.end(), part.begin(), part.end());
    }
    return out;
}

Bytes set_of(Parts parts) {
    std::vector<BytesView> sorted(parts);
    std::ranges::sort(sorted, [](BytesView a, BytesView b) {
        return std::ranges::lexicographical_compare(a, b);
    });
    Bytes content;
    for (const BytesView part : sorted) {
        content.insert(content.end(), part.begin(), part.end());
    }
    return element(tag::set, content);
}

Bytes boolean(bool value) {
    return {tag::boolean, 0x01, static_cast<std::uint8_t>(value ? 0xFF : 0x00)};
}

Bytes integer(std::int64_t value) {
    int bytes = 8;
    // Drop leading bytes that only repeat the sign.
    while (bytes > 1) {
        const std::int64_t rest = value >> ((8 * (bytes - 1)) - 1);
        if (rest != 0 && rest != -1) break;
        --bytes;
    }
    Bytes content;
    while (bytes > 0) {
        --bytes;
        content.push_back(static_cast<std::uint8_t>(value >> (8 * bytes)));
    }
    return element(tag::integer, content);
}

Bytes unsigned_integer(BytesView magnitude) {
    while (magnitude.size() > 1 && magnitude.front() == 0) {
        magnitude = magnitude.subspan(1);
    }
    static constexpr std::array<std::uint8_t, 1> zero{0};
    if (magnitude.empty()) return element(tag::integer, zero);
    if ((magnitude.front() & 0x80) != 0) return element(tag::integer, {zero, magnitude});
    return element(tag::integer, magnitude);
}

Bytes null() {
    return {tag::null, 0x00};
}

Bytes oid(std::string_view dotted) {
    const std::uint64_t first = take_arc(dotted);
    if (dotted.empty()) throw std::invalid_argument("malformed object identifier");
    const std::uint64_t second = take_arc(dotted);
    if (first > 2 || (first < 2 && second > 39)) {
        throw std::invalid_argument("malformed object identifier");
    }
    Bytes content;
    append_base128(content, (first * 40) + second);
    while (!dotted.empty()) {
        append_base128(content, take_arc(dotted));
    }
    return element(tag::oid, content);
}

Bytes octet_string(BytesView content) {
    return element(tag::octet_string, content);
}

Bytes bit_string(BytesView content) {
    static constexpr std::array<std::uint8_t, 1> no_unused_bits{0};
    return element(tag::bit_string, {no_unused_bits, content});
}

Bytes utf8_string(std::string_view text) {
    return element(tag::utf8_string, as_bytes(text));
}

Bytes printable_string(std::string_view text) {
    return element(tag::printable_string, as_bytes(text));
}

Bytes ia5_string(std::string_view text) {
    return element(tag::ia5_string, as_bytes(text));
}

Bytes generalized_time(Instant at) {
    const Calendar c = calendar_of(at);
    if (c.year < 0 || c.year > 9999) throw std::out_of_range("year has no generalized time");
    return element(tag::generalized_time,
                   as_bytes(fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}Z",
                                        c.year,
                                        c.month,
                                        c.day,
                                        c.hour,
                                        c.minute,
                                        c.second)));
}

Bytes utc_time(Instant at) {
    const Calendar c = calendar_of(at);
    if (c.year < 1950 || c.year > 2049) throw std::out_of_range("year has no UTC time");
    return element(tag::utc_time,
                   as_bytes(fmt::format("{:02}{:02}{:02}{:02}{:02}{:02}Z",
                                        c.year % 100,
                                        c.month,
                                        c.day,
                                        c.hour,
                                        c.minute,
                                        c.second)));
}

Bytes x509_time(Instant at) {
    const int year = calendar_of(at).year;
    return year >= 1950 && year <= 2049 ? utc_time(at) : generalized_time(at);
}

Bytes concat(Parts parts) {
    Bytes out;
    for (const BytesView part : parts) {
        out.insert(out.end(), part.begin(), part.end());
    }
    return out;
}

}  // namespace yinxin::crypto::der
