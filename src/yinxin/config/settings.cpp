// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/settings.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/config/keys.hpp"
#include "yinxin/config/login_read.hpp"
#include "yinxin/config/strict_source.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <sstream>

#include <toml++/toml.h>

namespace yinxin::config {
namespace {

Error refusal(std::string_view key, toml::source_index line, std::string_view reason) {
    const std::string number = std::to_string(line);
    std::string detail(reason);
    detail += ": '" + std::string(key) + "' (line " + number + ")";
    return Error(ErrorCode::config_invalid, std::move(detail))
        .with("key", std::string(key))
        .with("line", number);
}

Result<Value> value_of(const toml::node& node, std::string_view key) {
    if (const auto* text = node.as_string()) return Value(text->get());
    if (const auto* number = node.as_integer()) return Value(number->get());
    if (const auto* list = node.as_array()) {
        std::vector<std::string> texts;
        for (const toml::node& each : *list) {
            if (!each.is_string()) {
                return refusal(key, each.source().begin.line, "every item must be text");
            }
            texts.push_back(each.as_string()->get());
        }
        return Value(std::move(texts));
    }
    return refusal(key, node.source().begin.line, "this kind of value has no meaning here");
}

/// A list of tables has no keys of its own; StrictTable reads it.
Result<void> read_message_table(const toml::table& table, Settings& settings) {
    const StrictTable::Source source{table};
    StrictTable strict(source, "message");
    read_messages(strict, settings.messages);
    return strict.finish();
}

/// The other list of tables among the settings.
constexpr std::string_view providers_path = "login.provider";

Result<void> read_providers(const toml::node& node, Settings& settings) {
    // As a file of its own, so that it is read by the same reader as every other list of tables.
    std::ostringstream text;
    toml::table alone;
    alone.insert("provider", node);
    text << toml::toml_formatter{alone};
    return read_strictly(text.str(), [&settings](StrictTable& root) {
        root.tables("provider", [&settings](StrictTable& table) {
            read_login_provider(table, settings.login);
        });
    });
}

Result<void> read_table(const toml::table& table, std::string_view prefix, Settings& settings) {
    for (const auto& [name, node] : table) {
        std::string path(prefix);
        if (!path.empty()) path += '.';
        path += name.str();
        const toml::source_index line = name.source().begin.line;
        if (const auto* inner = node.as_table(); inner != nullptr && is_section(path)) {
            YX_CHECK(read_table(*inner, path, settings));
            continue;
        }
        if (const auto* inner = node.as_table(); inner != nullptr && path == "message") {
            YX_CHECK(read_message_table(*inner, settings));
            continue;
        }
        if (path == providers_path) {
            if (const auto read = read_providers(node, settings); !read) {
                return refusal(path, line, read.error().detail());
            }
            continue;
        }
        const Key* key = find_key(path);
        if (key == nullptr) return refusal(path, line, "unknown key");
        YX_TRY(const Value value, value_of(node, path));
        if (const auto taken = key->take(settings, value); !taken) {
            return refusal(path, line, taken.error().detail());
        }
    }
    return ok();
}

/// What single keys cannot see.
Result<void> check_together(const Settings& settings) {
    if (settings.tls.certificate.empty() != settings.tls.private_key.empty()) {
        return refusal("tls", 0, "certificate and private_key go together");
    }
    if (settings.database.is_embedded() != settings.database.url.empty()) {
        return refusal("database.url", 0, "kind \"postgresql\" and an address go together");
    }
    if (settings.database.is_embedded() && settings.duty != "all") {
        return refusal("duty", 0, "the embedded database has one node, which does all");
    }
    if (settings.database.is_embedded() && !settings.signing.database_url.empty()) {
        return refusal("signing.database_url", 0, "the embedded database knows no roles");
    }
    if (settings.signing.database_url.empty() && !settings.signing.database_password_file.empty()) {
        return refusal("signing.database_password_file", 0, "goes with database_url");
    }
    if (settings.timestamp.is_remote() && settings.timestamp.certificates.empty()) {
        return refusal("timestamp.certificates", 0, "nothing a remote authority says is trusted");
    }
    if (!settings.timestamp.ofd_url.empty()) {
        if (!settings.timestamp.is_remote()) {
            return refusal("timestamp.ofd_url", 0, "a second authority needs a first in \"url\"");
        }
        if (settings.timestamp.ofd_certificates.empty()) {
            return refusal(
                "timestamp.ofd_certificates", 0, "nothing a remote authority says is trusted");
        }
    }
    if (const Blobs& blobs = settings.blobs; blobs.is_s3()) {
        if (blobs.endpoint.empty()) return refusal("blobs.endpoint", 0, "an s3 store needs it");
        if (blobs.bucket.empty()) return refusal("blobs.bucket", 0, "an s3 store needs it");
        if (blobs.credentials.empty()) {
            return refusal("blobs.credentials", 0, "an s3 store needs it");
        }
    }
    if (const IdentityService& identity = settings.identity_proof; identity.is_on()) {
        if (identity.key_file.empty()) return refusal("identity_proof.key_file", 0, "is needed");
        if (identity.name.empty()) return refusal("identity_proof.name", 0, "is needed");
    }
    const Revocation& revocation = settings.revocation;
    const bool may_stop = revocation.stop_pressing_after > std::chrono::seconds(0);
    if (may_stop && revocation.stop_pressing_after < revocation.refresh) {
        return refusal("revocation.stop_pressing_after", 0, "is shorter than revocation.refresh");
    }
    if (may_stop && !revocation.is_on()) {
        return refusal("revocation.stop_pressing_after", 0, "no address is configured");
    }
    if (settings.session.idle > settings.session.absolute ||
        settings.session.staff_idle > settings.session.staff_absolute) {
        return refusal("session", 0, "an idle time beyond the absolute time has no effect");
    }
    return ok();
}

void resolve(std::filesystem::path& path, const std::filesystem::path& directory) {
    if (!path.empty() && path.is_relative()) path = (directory / path).lexically_normal();
}

/// A whole number in front of a unit.
template <std::size_t N>
Result<std::uint64_t> parse_quantity(
    std::string_view text, const std::array<std::pair<std::string_view, std::uint64_t>, N>& units) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto number = parse_integer(text.substr(0, digits));
    const std::string_view unit = text.substr(digits);
    for (const auto& [name, factor] : units) {
        if (unit != name || !number) continue;
        const auto count = static_cast<std::uint64_t>(*number);
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (count > most / factor) break;
        return count * factor;
    }
    std::string known;
    for (const auto& [name, factor] : units)
        known += (known.empty() ? "" : ", ") + std::string(name);
    return Error(ErrorCode::malformed, "a whole number and a unit are needed (" + known + ")");
}

}  // namespace

std::string Listen::url(std::string_view scheme) const {
    const bool is_ipv6 = address.find(':') != std::string::npos;
    return std::string(scheme) + "://" + (is_ipv6 ? "[" + address + "]" : address) + ":" +
           std::to_string(port);
}

Result<std::chrono::seconds> parse_duration(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::uint64_t>, 4> units{
        {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}};
    YX_TRY(const std::uint64_t seconds, parse_quantity(text, units));
    return std::chrono::seconds(seconds);
}

Result<std::uint64_t> parse_size(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::uint64_t>, 4> units{
        {{"B", 1}, {"KiB", 1ULL << 10}, {"MiB", 1ULL << 20}, {"GiB", 1ULL << 30}}};
    return parse_quantity(text, units);
}

Result<Settings> parse_settings(std::string_view toml) {
    Settings settings;
    try {
        const toml::table table = toml::parse(toml);
        YX_CHECK(read_table(table, "", settings));
    } catch (const toml::parse_error& wrong) {
        return refusal("", wrong.source().begin.line, wrong.description());
    }
    YX_CHECK(check_together(settings));
    return settings;
}

Result<Settings> load_settings(const std::filesystem::path& file) {
    YX_TRY(const std::string text, read_text_file(file));
    YX_TRY(Settings settings, parse_settings(text));
    const std::filesystem::path directory = std::filesystem::absolute(file).parent_path();
    resolve(settings.data_dir, directory);
    resolve(settings.database.password_file, directory);
    resolve(settings.tls.certificate, directory);
    resolve(settings.tls.private_key, directory);
    resolve(settings.timestamp.certificates, directory);
    resolve(settings.timestamp.ofd_certificates, directory);
    resolve(settings.signing.socket, directory);
    resolve(settings.signing.database_password_file, directory);
    resolve(settings.blobs.credentials, directory);
    resolve(settings.blobs.ca, directory);
    resolve(settings.identity_proof.key_file, directory);
    for (MessageGateway& gateway : settings.messages.gateways)
        resolve(gateway.key_file, directory);
    for (LoginProvider& provider : settings.login.providers) {
        resolve(provider.secret_file, directory);
        resolve(provider.ca, directory);
    }
    return settings;
}

bool is_demonstration(const std::filesystem::path& data_dir) {
    std::error_code ignored;
    return std::filesystem::exists(data_dir / demonstration_marker, ignored);
}

}  // namespace yinxin::config
