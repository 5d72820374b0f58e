// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/multipart.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

constexpr std::size_t longest_boundary = 70;  // RFC 2046 section 5.1.1
constexpr std::size_t longest_part_head = 4096;
constexpr std::size_t longest_field_name = 100;
constexpr std::size_t longest_text = std::size_t{64} * 1024;

Error wrong(std::string reason) {
    return Error(ErrorCode::malformed, "form: " + std::move(reason));
}

/// A parameter of a header value: name=token or name="text". Quotes inside come as %22 from
/// browsers (HTML standard), a backslash escape is understood too.
std::optional<std::string> parameter_of(std::string_view header, std::string_view name) {
    std::size_t at = header.find(';');
    while (at < header.size()) {
        std::string_view rest = trim(header.substr(at + 1));
        const std::size_t equals = rest.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const std::string_view key = trim(rest.substr(0, equals));
        rest.remove_prefix(equals + 1);
        std::string value;
        std::size_t used = 0;
        if (rest.starts_with('"')) {
            for (used = 1; used < rest.size() && rest[used] != '"'; ++used) {
                if (rest[used] == '\\' && used + 1 < rest.size()) ++used;
                value += rest[used];
            }
            if (used >= rest.size()) return std::nullopt;
            ++used;
        } else {
            used = std::min(rest.find(';'), rest.size());
            value = trim(rest.substr(0, used));
        }
        if (is_same_token(key, name)) return value;
        rest.remove_prefix(used);
        const std::size_t next = rest.find(';');
        if (next == std::string_view::npos) return std::nullopt;
        at = static_cast<std::size_t>(rest.data() - header.data()) + next;
    }
    return std::nullopt;
}

}  // namespace

std::optional<MultipartReader> MultipartReader::for_type(std::string_view content_type,
                                                         std::size_t most_parts) {
    const std::string_view type = trim(content_type.substr(0, content_type.find(';')));
    if (!is_same_token(type, "multipart/form-data")) return std::nullopt;
    auto boundary = parameter_of(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > longest_boundary) return std::nullopt;
    return MultipartReader(*std::move(boundary), most_parts);
}

MultipartReader::MultipartReader(std::string boundary, std::size_t most_parts)
    : delimiter_("\r\n--" + std::move(boundary)), most_parts_(most_parts) {}

Result<void> MultipartReader::feed(std::string_view bytes) {
    if (is_faulty_) return wrong("went on after a fault");
    pending_ += bytes;
    while (true) {
        const Result<bool> moved = step();
        if (!moved) {
            is_faulty_ = true;
            pending_.clear();
            return Error(moved.error());
        }
        if (!*moved) return ok();
    }
}

Result<void> MultipartReader::finish(Request& request) {
    if (is_faulty_) return wrong("went on after a fault");
    if (state_ != State::closed || (!pending_.empty() && pending_ != "\r\n")) {
        return wrong("does not end with its boundary");
    }
    request.form = std::move(fields_);
    request.uploads = std::move(uploads_);
    return ok();
}

/// One move of the state machine; false: more bytes are needed.
Result<bool> MultipartReader::step() {
    switch (state_) {
        case State::opening:
            return take_opening();
        case State::behind_boundary:
            return take_behind_boundary();
        case State::head:
            return take_head();
        case State::content:
            return take_content();
        case State::closed:
            if (pending_.size() > 2) return wrong("something follows the last boundary");
            return false;
    }
    return false;
}

Result<bool> MultipartReader::take_opening() {
    // The first boundary has no line break before it.
    const std::string_view opening = std::string_view(delimiter_).substr(2);
    const std::size_t there = std::min(opening.size(), pending_.size());
    if (std::string_view(pending_).substr(0, there) != opening.substr(0, there)) {
        return wrong("does not begin with its boundary");
    }
    if (there < opening.size()) return false;
    drop(opening.size());
    state_ = State::behind_boundary;
    return true;
}

Result<bool> MultipartReader::take_behind_boundary() {
    if (pending_.size() < 2) return false;
    const bool is_last = pending_.starts_with("--");
    if (!is_last && !pending_.starts_with("\r\n")) return wrong("a boundary goes on");
    if (!is_last && ++parts_ > most_parts_) return wrong("too many parts");
    drop(2);
    state_ = is_last ? State::closed : State::head;
    searched_ = 0;
    return true;
}

Result<bool> MultipartReader::take_head() {
    const std::size_t end = pending_.find("\r\n\r\n", searched_);
    if (std::min(end, pending_.size()) > longest_part_head) return wrong("a part without headers");
    if (end == std::string::npos) {
        searched_ = pending_.size() < 3 ? 0 : pending_.size() - 3;
        return false;
    }
    YX_TRY(part_, parse_head(std::string_view(pending_).substr(0, end)));
    const bool is_twice = fields_.has(part_.name) ||
                          std::ranges::find(uploads_, part_.name, &Upload::field) != uploads_.end();
    if (is_twice) return wrong("a field twice");
    if (spooler_ != nullptr && part_.file_name) part_.spooled = spooler_->begin_part();
    drop(end + 4);
    state_ = State::content;
    return true;
}

Result<bool> MultipartReader::take_content() {
    const std::size_t end = pending_.find(delimiter_);
    if (end == std::string::npos) {
        // The last bytes may be the beginning of a boundary.
        if (pending_.size() < delimiter_.size()) return false;
        const std::size_t sure = pending_.size() - delimiter_.size() + 1;
        YX_CHECK(add_content(sure));
        drop(sure);
        return false;
    }
    YX_CHECK(add_content(end));
    drop(end + delimiter_.size());
    YX_CHECK(end_part());
    state_ = State::behind_boundary;
    return true;
}

Result<void> MultipartReader::add_content(std::size_t count) {
    const std::string_view bytes = std::string_view(pending_).substr(0, count);
    if (part_.file_name) {
        const BytesView view = as_bytes(bytes);
        if (part_.spooled) {
            part_.spooled->add(view);
            return ok();
        }
        part_.file.insert(part_.file.end(), view.begin(), view.end());
        return ok();
    }
    if (part_.text.size() + count > longest_text) return wrong("a field that is too long");
    part_.text += bytes;
    return ok();
}

Result<void> MultipartReader::end_part() {
    if (part_.file_name) {
        uploads_.push_back({std::move(part_.name),
                            *std::move(part_.file_name),
                            std::move(part_.content_type),
                            std::move(part_.file),
                            std::move(part_.spooled)});
        return ok();
    }
    if (!is_clean_text(part_.text)) return wrong("a field that is not clean text");
    (void)fields_.add(std::move(part_.name), std::move(part_.text));
    return ok();
}

void MultipartReader::drop(std::size_t count) {
    pending_.erase(0, count);
}

Result<MultipartReader::Part> MultipartReader::parse_head(std::string_view head) {
    Part part;
    bool is_form_data = false;
    while (!head.empty()) {
        const std::size_t end = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(std::min(end + 2, head.size()));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return wrong("a part's header has no colon");
        const std::string_view key = line.substr(0, colon);
        const std::string_view value = trim(line.substr(colon + 1));
        if (is_same_token(key, "Content-Disposition")) {
            if (is_form_data) return wrong("two dispositions");
            is_form_data = is_same_token(trim(value.substr(0, value.find(';'))), "form-data");
            const auto name = parameter_of(value, "name");
            if (!name) return wrong("a part without a name");
            part.name = *name;
            part.file_name = parameter_of(value, "filename");
        } else if (is_same_token(key, "Content-Type")) {
            part.content_type = to_lower_ascii(value);
        } else if (is_same_token(key, "Content-Transfer-Encoding") &&
                   !is_same_token(value, "binary") && !is_same_token(value, "8bit") &&
                   !is_same_token(value, "7bit")) {
            return wrong("an encoded part");
        }
    }
    if (!is_form_data || part.name.empty() || part.name.size() > longest_field_name) {
        return wrong("a part that is no form field");
    }
    if (!is_clean_text(part.name) || !is_clean_text(part.file_name.value_or(""))) {
        return wrong("a name that is not clean text");
    }
    return part;
}

}  // namespace yinxin::http
