// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/trace_context.hpp"

#include <algorithm>
#include <random>

#include <fmt/format.h>

namespace yinxin::http {
namespace {

constexpr std::size_t version_size = 2;
constexpr std::size_t trace_size = 32;
constexpr std::size_t parent_size = 16;
constexpr std::size_t flags_size = 2;
constexpr std::size_t whole = version_size + 1 + trace_size + 1 + parent_size + 1 + flags_size;

bool is_hex(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c == '0'; });
}

}  // namespace

std::optional<std::string> read_traceparent(std::string_view header) {
    if (header.size() < whole) return std::nullopt;
    const std::string_view version = header.substr(0, version_size);
    const std::string_view trace = header.substr(version_size + 1, trace_size);
    const std::string_view parent = header.substr(version_size + trace_size + 2, parent_size);
    const std::string_view flags = header.substr(whole - flags_size, flags_size);
    for (const std::string_view part : {version, trace, parent, flags}) {
        if (!is_hex(part)) return std::nullopt;
    }
    for (const std::size_t dash : {version_size, version_size + trace_size + 1, whole - 3}) {
        if (header[dash] != '-') return std::nullopt;
    }
    if (version == "ff" || is_zero(trace) || is_zero(parent)) return std::nullopt;
    // Version 00 is exactly so long; what later ones add follows another dash.
    const bool is_longer = header.size() > whole;
    if (is_longer && (version == "00" || header[whole] != '-')) return std::nullopt;
    return std::string(trace);
}

std::string new_trace_id() {
    thread_local std::mt19937_64 random(std::random_device{}());
    return fmt::format("{:016x}{:016x}", random(), random() | 1U);
}

std::string trace_response(std::string_view trace, std::string_view id) {
    return fmt::format("00-{}-{}-01", trace, id);
}

}  // namespace yinxin::http
