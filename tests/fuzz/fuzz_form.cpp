// SPDX-License-Identifier: Apache-2.0
// Forms: the first byte says which kind, the rest is the body.
#include "fuzz/input.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/form.hpp"
#include "yinxin/http/multipart.hpp"

#include <algorithm>

using namespace yinxin;

namespace {

constexpr std::size_t most_parts = 10;

void check(const http::Request& request) {
    fuzz::must(request.form.size() + request.uploads.size() <= most_parts);
    for (const auto& [name, value] : request.form) {
        fuzz::must(is_utf8(name) && is_utf8(value));
        fuzz::must(!name.contains('\0') && !value.contains('\0'));
    }
}

bool read_multipart(std::string_view body, std::size_t piece, http::Request& request) {
    http::MultipartReader reader("b", most_parts);
    while (!body.empty()) {
        if (!reader.feed(body.substr(0, piece))) return false;
        body.remove_prefix(std::min(piece, body.size()));
    }
    return reader.finish(request).has_value();
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view body = as_text(BytesView(data, size).subspan(1));
    http::Request whole;
    if (data[0] == 'u') {
        whole.headers = {{"content-type", "application/x-www-form-urlencoded"}};
        whole.body = body;
        if (http::parse_form(whole, most_parts)) check(whole);
        return 0;
    }
    http::Request pieces;
    const bool is_read = read_multipart(body, body.size() + 1, whole);
    fuzz::must(is_read == read_multipart(body, 1, pieces));
    if (!is_read) return 0;
    check(whole);
    fuzz::must(std::ranges::equal(whole.form, pieces.form));
    fuzz::must(whole.uploads.size() == pieces.uploads.size());
    return 0;
}
