// SPDX-License-Identifier: Apache-2.0
// JSON of API clients: what is read is bounded, clean text, and each name stands once.
#include "fuzz/input.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/json_body.hpp"

#include <set>

using namespace yinxin;

namespace {

void check(const http::JsonValue& value, std::size_t depth) {
    if (const auto* text = std::get_if<std::string>(&value.is)) fuzz::must(is_utf8(*text));
    if (const auto* list = std::get_if<http::JsonValue::List>(&value.is)) {
        fuzz::must(depth < http::JsonLimits().depth);
        for (const http::JsonValue& each : *list)
            check(each, depth + 1);
    }
    if (const auto* members = std::get_if<http::JsonValue::Members>(&value.is)) {
        fuzz::must(depth < http::JsonLimits().depth);
        std::set<std::string> names;
        for (const auto& [name, each] : *members) {
            fuzz::must(is_utf8(name) && names.insert(name).second);
            check(each, depth + 1);
        }
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = http::parse_json(as_text(BytesView(data, size)));
    if (!read) return 0;
    check(*read, 0);
    http::JsonReader reader(*read);
    (void)reader.text("number");
    (void)reader.text_if_any("recipient");
    (void)reader.integer_if_any("since");
    (void)reader.value_if_any("person");
    (void)reader.finish();
    return 0;
}
