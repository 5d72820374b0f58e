// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/response.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

struct ByteRange {
    std::size_t first = 0;
    std::size_t last = 0;  ///< included
};

enum class Reading { none, one, unsatisfiable };

/// "bytes=0-499", "bytes=500-", "bytes=-500". Anything else, several ranges too, is no range.
Reading read_range(std::string_view text, std::size_t size, ByteRange& range) {
    if (!text.starts_with("bytes=")) return Reading::none;
    text.remove_prefix(6);
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) {
        return Reading::none;
    }
    const auto first = parse_integer(trim(text.substr(0, dash)));
    const auto last = parse_integer(trim(text.substr(dash + 1)));
    if (dash == 0) {
        if (!last || *last < 0) return Reading::none;
        if (*last == 0 || size == 0) return Reading::unsatisfiable;
        range = {size - std::min(size, static_cast<std::size_t>(*last)), size - 1};
        return Reading::one;
    }
    if (!first || *first < 0) return Reading::none;
    if (dash + 1 < text.size() && (!last || *last < *first)) return Reading::none;
    if (static_cast<std::size_t>(*first) >= size) return Reading::unsatisfiable;
    range.first = static_cast<std::size_t>(*first);
    range.last = last ? std::min(static_cast<std::size_t>(*last), size - 1) : size - 1;
    return Reading::one;
}

}  // namespace

void apply_range(const Request& request, Response& response) {
    if (response.status() != 200) return;
    response.set("Accept-Ranges", "bytes");
    const std::string_view asked = request.header("Range");
    if (asked.empty() || !(request.method == Method::get || request.method == Method::head)) return;
    const std::string_view condition = request.header("If-Range");
    if (!condition.empty() && condition != response.header("ETag")) return;

    const std::string_view whole = response.body().view();
    const std::string size = std::to_string(whole.size());
    ByteRange range;
    switch (read_range(asked, whole.size(), range)) {
        case Reading::none:
            return;
        case Reading::unsatisfiable:
            response.set_status(416).set("Content-Range", "bytes */" + size);
            response.set_body(Body(), response.header("Content-Type"));
            return;
        case Reading::one:
            break;
    }
    response.set_status(206).set(
        "Content-Range",
        "bytes " + std::to_string(range.first) + '-' + std::to_string(range.last) + '/' + size);
    std::string part(whole.substr(range.first, range.last - range.first + 1));
    const std::string type(response.header("Content-Type"));
    response.set_body(Body(std::move(part)), type);
}

}  // namespace yinxin::http
