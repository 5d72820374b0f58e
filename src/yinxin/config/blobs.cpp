// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/blobs.hpp"

#include "yinxin/config/key_kinds.hpp"

#include <algorithm>

namespace yinxin::config {
namespace {

constexpr std::size_t longest_prefix = 512;
constexpr std::int64_t most_retries = 20;
constexpr std::int64_t most_connections = 256;

Result<void> is_kind(const std::string& text) {
    if (text == "directory" || text == "s3") return ok();
    return wrong("\"directory\" or \"s3\" is needed");
}

Result<void> is_addressing(const std::string& text) {
    if (text == "path" || text == "host") return ok();
    return wrong("\"path\" or \"host\" is needed");
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']';
}

/// What is signed is the host: a path or a user name in it would be another address.
Result<void> is_endpoint(const std::string& text) {
    if (text.empty()) return ok();
    const std::size_t scheme = text.starts_with("https://")  ? 8
                               : text.starts_with("http://") ? 7
                                                             : 0;
    const std::string_view host = std::string_view(text).substr(scheme);
    if (scheme == 0 || host.empty() || !std::ranges::all_of(host, is_host_character)) {
        return wrong("http(s)://host without a path is needed");
    }
    return ok();
}

Result<void> is_name(const std::string& text) {
    const bool is_plain = std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
    if (!is_plain) return wrong("small letters, digits, '.' and '-' are needed");
    return ok();
}

Result<void> is_prefix(const std::string& text) {
    if (text.empty()) return ok();
    if (text.size() > longest_prefix) return wrong("the prefix is too long");
    if (text.starts_with('/') || !text.ends_with('/')) {
        return wrong("a prefix ends with '/' and does not begin with it");
    }
    return ok();
}

}  // namespace

std::vector<Key> blob_keys() {
    using std::chrono::hours;
    using std::chrono::seconds;
    return {
        text_key("blobs.kind",
                 "Where finished copies and photos are kept, encrypted: \"directory\" (blobs in "
                 "data_dir) or \"s3\" (a bucket of an S3-compatible store, docs/blobs.md).",
                 YX_AT(blobs.kind),
                 is_kind),
        text_key("blobs.endpoint",
                 "\"https://s3.example.org\": scheme and host of the store.",
                 YX_AT(blobs.endpoint),
                 is_endpoint),
        text_key("blobs.region", "As the store names it.", YX_AT(blobs.region), is_name),
        text_key("blobs.bucket", "One bucket for one installation.", YX_AT(blobs.bucket), is_name),
        text_key("blobs.prefix",
                 "Stands in front of every object's name, e.g. \"yinxin/\".",
                 YX_AT(blobs.prefix),
                 is_prefix),
        text_key("blobs.addressing",
                 "\"path\": endpoint/bucket/name; \"host\": bucket.endpoint/name.",
                 YX_AT(blobs.addressing),
                 is_addressing),
        text_key("blobs.credentials",
                 "File with aws_access_key_id and aws_secret_access_key under [default], for its "
                 "owner alone. Read again when it changes.",
                 YX_AT(blobs.credentials)),
        text_key("blobs.ca",
                 "PEM file of the authorities the store's certificate is checked with. Empty: "
                 "the system's.",
                 YX_AT(blobs.ca)),
        duration_key("blobs.deadline",
                     "Longest wait for one operation, all its tries together.",
                     YX_AT(blobs.deadline),
                     seconds(1),
                     seconds(300)),
        number_key("blobs.retries",
                   "Tries after the first one, when the store is slow, busy or away.",
                   YX_AT(blobs.retries),
                   0,
                   most_retries),
        number_key("blobs.connections",
                   "Open at once to the store.",
                   YX_AT(blobs.connections),
                   1,
                   most_connections),
        duration_key("blobs.orphans_after",
                     "A file that no row names is collected when it is older than this; younger "
                     "ones may be on their way into the register.",
                     YX_AT(blobs.orphans_after),
                     hours(1),
                     hours(24 * 3660)),
    };
}

}  // namespace yinxin::config
