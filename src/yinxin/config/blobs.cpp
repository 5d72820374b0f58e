// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/blobs.hpp"

#include "yinxin/config/keys.hpp"

#include <algorithm>

namespace yinxin::config {
namespace {

constexpr std::size_t longest_prefix = 512;
constexpr std::uint64_t most_retries = 20;
constexpr std::uint64_t most_connections = 256;

using Check = Result<void> (*)(std::string_view);

Error wrong(std::string reason) {
    return Error(ErrorCode::malformed, std::move(reason));
}

Result<std::string> text_of(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return wrong("text in quotes is needed");
}

Result<void> is_kind(std::string_view text) {
    if (text == "directory" || text == "s3") return ok();
    return wrong("\"directory\" or \"s3\" is needed");
}

Result<void> is_addressing(std::string_view text) {
    if (text == "path" || text == "host") return ok();
    return wrong("\"path\" or \"host\" is needed");
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']';
}

/// What is signed is the host: a path or a user name in it would be another address.
Result<void> is_endpoint(std::string_view text) {
    if (text.empty()) return ok();
    const std::size_t scheme = text.starts_with("https://")  ? 8
                               : text.starts_with("http://") ? 7
                                                             : 0;
    const std::string_view host = text.substr(scheme);
    if (scheme == 0 || host.empty() || !std::ranges::all_of(host, is_host_character)) {
        return wrong("http(s)://host without a path is needed");
    }
    return ok();
}

Result<void> is_name(std::string_view text) {
    const bool is_plain = std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
    if (!is_plain) return wrong("small letters, digits, '.' and '-' are needed");
    return ok();
}

Result<void> is_prefix(std::string_view text) {
    if (text.empty()) return ok();
    if (text.size() > longest_prefix) return wrong("the prefix is too long");
    if (text.starts_with('/') || !text.ends_with('/')) {
        return wrong("a prefix ends with '/' and does not begin with it");
    }
    return ok();
}

Key text_key(std::string_view path,
             std::string_view meaning,
             std::string Blobs::* member,
             Check check) {
    return {path,
            meaning,
            [member, check](Settings& settings, const Value& value) -> Result<void> {
                YX_TRY(std::string text, text_of(value));
                YX_CHECK(check(text));
                settings.blobs.*member = std::move(text);
                return ok();
            },
            [member](const Settings& settings) { return log::json_quote(settings.blobs.*member); }};
}

Key path_key(std::string_view path,
             std::string_view meaning,
             std::filesystem::path Blobs::* member) {
    return {path,
            meaning,
            [member](Settings& settings, const Value& value) -> Result<void> {
                YX_TRY(settings.blobs.*member, text_of(value));
                return ok();
            },
            [member](const Settings& settings) {
                return log::json_quote((settings.blobs.*member).string());
            }};
}

Key number_key(std::string_view path,
               std::string_view meaning,
               std::uint64_t Blobs::* member,
               std::uint64_t least,
               std::uint64_t most) {
    return {path,
            meaning,
            [=](Settings& settings, const Value& value) -> Result<void> {
                const auto* number = std::get_if<std::int64_t>(&value);
                if (number == nullptr) return wrong("a whole number is needed");
                const auto count = static_cast<std::uint64_t>(*number);
                if (*number < 0 || count < least || count > most) {
                    return wrong("a number from " + std::to_string(least) + " to " +
                                 std::to_string(most) + " is needed");
                }
                settings.blobs.*member = count;
                return ok();
            },
            [member](const Settings& settings) { return std::to_string(settings.blobs.*member); }};
}

Key duration_key(std::string_view path,
                 std::string_view meaning,
                 std::chrono::seconds Blobs::* member,
                 std::chrono::seconds least,
                 std::chrono::seconds most) {
    return {path,
            meaning,
            [=](Settings& settings, const Value& value) -> Result<void> {
                YX_TRY(const std::string text, text_of(value));
                YX_TRY(const std::chrono::seconds length, parse_duration(text));
                if (length < least || length > most) {
                    return wrong("from " + show_duration(least) + " to " + show_duration(most) +
                                 " is needed");
                }
                settings.blobs.*member = length;
                return ok();
            },
            [member](const Settings& settings) {
                return log::json_quote(show_duration(settings.blobs.*member));
            }};
}

}  // namespace

std::vector<Key> blob_keys() {
    using std::chrono::hours;
    using std::chrono::seconds;
    return {
        text_key("blobs.kind",
                 "Where finished copies and photos are kept, encrypted: \"directory\" (blobs in "
                 "data_dir) or \"s3\" (a bucket of an S3-compatible store, docs/blobs.md).",
                 &Blobs::kind,
                 is_kind),
        text_key("blobs.endpoint",
                 "\"https://s3.example.org\": scheme and host of the store.",
                 &Blobs::endpoint,
                 is_endpoint),
        text_key("blobs.region", "As the store names it.", &Blobs::region, is_name),
        text_key("blobs.bucket", "One bucket for one installation.", &Blobs::bucket, is_name),
        text_key("blobs.prefix",
                 "Stands in front of every object's name, e.g. \"yinxin/\".",
                 &Blobs::prefix,
                 is_prefix),
        text_key("blobs.addressing",
                 "\"path\": endpoint/bucket/name; \"host\": bucket.endpoint/name.",
                 &Blobs::addressing,
                 is_addressing),
        path_key("blobs.credentials",
                 "File with aws_access_key_id and aws_secret_access_key under [default], for its "
                 "owner alone. Read again when it changes.",
                 &Blobs::credentials),
        path_key("blobs.ca",
                 "PEM file of the authorities the store's certificate is checked with. Empty: "
                 "the system's.",
                 &Blobs::ca),
        duration_key("blobs.deadline",
                     "Longest wait for one operation, all its tries together.",
                     &Blobs::deadline,
                     seconds(1),
                     seconds(300)),
        number_key("blobs.retries",
                   "Tries after the first one, when the store is slow, busy or away.",
                   &Blobs::retries,
                   0,
                   most_retries),
        number_key("blobs.connections",
                   "Open at once to the store.",
                   &Blobs::connections,
                   1,
                   most_connections),
        duration_key("blobs.orphans_after",
                     "A file that no row names is collected when it is older than this; younger "
                     "ones may be on their way into the register.",
                     &Blobs::orphans_after,
                     hours(1),
                     hours(24 * 3660)),
    };
}

}  // namespace yinxin::config
