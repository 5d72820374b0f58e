// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/log.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/base/time.hpp"

#include <atomic>
#include <cstdio>

#include <fmt/format.h>

namespace yinxin::log {
namespace {

std::atomic<Level> least_level{Level::info};

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "error";
}

struct Writer {
    std::string& line;
    void operator()(std::int64_t value) const { line += std::to_string(value); }
    void operator()(double value) const { line += fmt::format("{:.6g}", value); }
    void operator()(bool value) const { line += value ? "true" : "false"; }
    void operator()(std::string_view value) const { line += json_quote(value); }
};

}  // namespace

void set_level(Level least) {
    least_level = least;
}

std::string json_quote(std::string_view text) {
    std::string quoted = "\"";
    const bool clean = is_utf8(text);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (byte < 0x20 || byte == 0x7F || (!clean && byte >= 0x80)) {
            quoted += fmt::format("\\u{:04x}", byte);
        } else {
            quoted += c;
        }
    }
    quoted += '"';
    return quoted;
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (level < least_level.load()) return;
    std::string line = fmt::format("{{\"at\":\"{}\",\"level\":\"{}\",\"event\":{}",
                                   format_utc(SystemClock().now()),
                                   name_of(level),
                                   json_quote(event));
    for (const Field& field : fields) {
        line += ',' + json_quote(field.key) + ':';
        std::visit(Writer{line}, field.value);
    }
    line += "}\n";
    // One call per record: stdio locks the stream, so records of threads do not mix.
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace yinxin::log
