// SPDX-License-Identifier: Apache-2.0
// HTTP requests: whoever reads them in one piece sees the same as who reads them byte by byte.
#include "fuzz/input.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/request_reader.hpp"

using namespace yinxin;

namespace {

void append(std::string& seen, const http::Fields& fields) {
    for (const auto& [name, value] : fields)
        seen.append(name).append("=").append(value) += '&';
}

/// Everything that was read, as one text.
std::string read_all(std::string_view bytes, std::size_t piece) {
    http::RequestReader reader(2048);
    std::string seen;
    std::string buffer;
    while (true) {
        std::optional<http::Refusal> refusal;
        if (!buffer.empty() && !reader.is_head_done()) refusal = reader.feed_head(buffer);
        if (!refusal && reader.is_head_done()) {
            reader.begin_body(4096, 10);
            refusal = reader.feed_body(buffer);
        }
        if (refusal) return seen + "refused " + std::to_string(refusal->status);
        if (reader.is_done()) {
            const http::Request& request = reader.request();
            seen.append(request.path) += '?';
            append(seen, request.query);
            append(seen, request.form);
            append(seen, request.cookies);
            for (const auto& [name, value] : request.form)
                fuzz::must(is_utf8(name) && is_utf8(value) && !value.contains('\0'));
            seen += request.body;
            reader.reset();
            continue;
        }
        if (bytes.empty()) return seen;
        buffer += bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input = as_text(BytesView(data, size));
    fuzz::must(read_all(input, input.size() + 1) == read_all(input, 1));
    return 0;
}
