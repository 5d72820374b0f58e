// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/row_copy.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

constexpr std::string_view signature("PGCOPY\n\377\r\n\0", 11);
constexpr std::size_t header_size = signature.size() + 8;  // flags, and no extension
constexpr std::size_t count_size = 2;
constexpr std::size_t length_size = 4;
constexpr std::uint64_t no_more = 0xFFFF;      // in place of a row's count of columns
constexpr std::uint64_t nothing = 0xFFFFFFFF;  // in place of a value's length

void append_number(std::string& out, std::uint64_t number, std::size_t size) {
    for (std::size_t i = size; i > 0; --i) {
        out += static_cast<char>(number >> (8 * (i - 1)) & 0xFFU);
    }
}

std::uint64_t number_at(std::string_view text, std::size_t at, std::size_t size) {
    std::uint64_t number = 0;
    for (const char byte : text.substr(at, size)) {
        number = number << 8U | static_cast<unsigned char>(byte);
    }
    return number;
}

void append_field(std::string& out, std::string_view value) {
    append_number(out, value.size(), length_size);
    out += value;
}

/// Takes `words` off the front, white space before it too.
bool skip(std::string_view& text, std::string_view words) {
    text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
    if (!text.starts_with(words)) return false;
    text.remove_prefix(words.size());
    return true;
}

}  // namespace

std::string copy_command(std::string_view insert) {
    while (insert.starts_with("--"))
        insert.remove_prefix(std::min(insert.find('\n'), insert.size() - 1) + 1);
    if (!skip(insert, "INSERT INTO ")) return {};
    const std::size_t end = insert.find(')');
    if (end == std::string_view::npos) return {};
    const std::string_view columns = insert.substr(0, end + 1);
    insert.remove_prefix(columns.size());
    if (!skip(insert, "VALUES") || !skip(insert, "(")) return {};
    const auto count = std::ranges::count(columns, ',') + 1;
    for (std::ptrdiff_t i = 1; i <= count; ++i) {
        const std::string argument = "$" + std::to_string(i) + (i < count ? "," : ")");
        if (!skip(insert, argument)) return {};
    }
    if (insert.find_first_not_of(" \n") != std::string_view::npos) return {};
    return "COPY " + std::string(columns) + " FROM STDIN (FORMAT binary)";
}

std::string copy_header() {
    std::string header(signature);
    header.resize(header_size, '\0');
    return header;
}

std::string copy_trailer() {
    return "\xFF\xFF";
}

void append_copy_row(std::string& out, std::span<const Value> row) {
    append_number(out, row.size(), count_size);
    for (const Value& value : row) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            append_number(out, sizeof *number, length_size);
            append_number(out, static_cast<std::uint64_t>(*number), sizeof *number);
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            append_field(out, *text);
        } else if (const auto* bytes = std::get_if<BytesView>(&value)) {
            append_field(out, as_text(*bytes));
        } else {
            append_number(out, nothing, length_size);
        }
    }
}

void RowSum::note(std::string_view row) {
    ++rows_;
    const crypto::Digest32 digest = crypto::sha256(as_bytes(row));
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
        lanes_.at(lane) += number_at(as_text(digest), 8 * lane, 8);
    }
}

std::string RowSum::hex() const {
    std::string bytes;
    for (const std::uint64_t lane : lanes_) {
        append_number(bytes, lane, sizeof lane);
    }
    return to_hex(as_bytes(bytes));
}

std::size_t CopyReader::row_length(std::size_t at) const {
    std::size_t next = at + count_size;
    if (next > waiting_.size()) return 0;
    const std::uint64_t columns = number_at(waiting_, at, count_size);
    if (columns == no_more) return count_size;
    for (std::uint64_t column = 0; column < columns; ++column) {
        if (next + length_size > waiting_.size()) return 0;
        const std::uint64_t length = number_at(waiting_, next, length_size);
        next += length_size + (length == nothing ? 0 : length);
    }
    return next > waiting_.size() ? 0 : next - at;
}

void CopyReader::put(std::string_view piece) {
    waiting_ += piece;
    std::size_t at = 0;
    if (!has_header_) {
        if (waiting_.size() < header_size) return;
        has_header_ = waiting_.starts_with(signature);
        at = header_size;
    }
    while (has_header_ && !is_over_) {
        const std::size_t length = row_length(at);
        if (length == 0) break;
        is_over_ = number_at(waiting_, at, count_size) == no_more;
        if (!is_over_) sum_.note(std::string_view(waiting_).substr(at, length));
        at += length;
    }
    waiting_.erase(0, at);
}

Result<void> CopyReader::finish() const {
    if (has_header_ && is_over_ && waiting_.empty()) return ok();
    return Error(ErrorCode::storage_unavailable, "what the server sent breaks off");
}

}  // namespace yinxin::storage
