// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/form.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>
#include <optional>

namespace yinxin::http {
namespace {

constexpr std::size_t longest_boundary = 70;  // RFC 2046 section 5.1.1
constexpr std::size_t longest_part_head = 4096;
constexpr std::size_t longest_field_name = 100;

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

struct Part {
    std::string name;
    std::optional<std::string> file_name;
    std::string content_type;
};

Result<Part> parse_part_head(std::string_view head) {
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
    return part;
}

Result<void> take_part(Request& request, Part part, std::string_view content) {
    if (!is_clean_text(part.name) || request.find_upload(part.name) != nullptr ||
        request.form.has(part.name)) {
        return wrong("a field twice, or a name that is not clean text");
    }
    if (part.file_name) {
        if (!is_clean_text(*part.file_name)) return wrong("a file name that is not clean text");
        request.uploads.push_back({std::move(part.name),
                                   std::move(*part.file_name),
                                   std::move(part.content_type),
                                   std::string(content)});
        return ok();
    }
    if (!is_clean_text(content)) return wrong("a field that is not clean text");
    (void)request.form.add(std::move(part.name), std::string(content));
    return ok();
}

Result<void> parse_multipart(Request& request, std::size_t most_fields) {
    const auto boundary = parameter_of(request.header("Content-Type"), "boundary");
    if (!boundary || boundary->empty() || boundary->size() > longest_boundary) {
        return wrong("no usable boundary");
    }
    const std::string delimiter = "\r\n--" + *boundary;
    std::string_view body = request.body;
    const std::string_view opening = std::string_view(delimiter).substr(2);
    if (!body.starts_with(opening)) return wrong("does not begin with its boundary");
    body.remove_prefix(opening.size());
    std::size_t parts = 0;
    while (body.starts_with("\r\n")) {
        body.remove_prefix(2);
        if (++parts > most_fields) return wrong("too many parts");
        const std::size_t head_end = body.find("\r\n\r\n");
        if (head_end == std::string_view::npos || head_end > longest_part_head) {
            return wrong("a part without headers");
        }
        YX_TRY(Part part, parse_part_head(body.substr(0, head_end)));
        body.remove_prefix(head_end + 4);
        const std::size_t end = body.find(delimiter);
        if (end == std::string_view::npos) return wrong("a part without end");
        YX_CHECK(take_part(request, std::move(part), body.substr(0, end)));
        body.remove_prefix(end + delimiter.size());
    }
    if (body != "--\r\n" && body != "--") return wrong("does not end with its boundary");
    return ok();
}

}  // namespace

Result<void> parse_form(Request& request, std::size_t most_fields) {
    const std::string type = request.content_type();
    if (type == "application/x-www-form-urlencoded") {
        YX_TRY(request.form, parse_urlencoded(request.body, most_fields));
    } else if (type == "multipart/form-data") {
        YX_CHECK(parse_multipart(request, most_fields));
    } else {
        return ok();
    }
    request.body.clear();
    request.body.shrink_to_fit();
    return ok();
}

}  // namespace yinxin::http
