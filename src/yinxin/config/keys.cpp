// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/config/key_kinds.hpp"
#include "yinxin/config/login_read.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

namespace yinxin::config {
namespace {

Result<void> is_public_url(const std::string& text) {
    const std::size_t scheme = text.starts_with("https://")  ? 8
                               : text.starts_with("http://") ? 7
                                                             : 0;
    const std::string_view host = std::string_view(text).substr(scheme);
    const bool clean = !host.empty() && std::ranges::all_of(host, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    });
    if (scheme == 0 || !clean) return wrong("http(s)://host without a path is needed");
    return ok();
}

Result<void> is_timestamp(const std::string& text) {
    if (text.empty() || text == "demo" || text.starts_with("http://") ||
        text.starts_with("https://")) {
        return ok();
    }
    return wrong("an http(s) URL, \"demo\" or \"\" is needed");
}

Result<void> is_remote_timestamp(const std::string& text) {
    if (text != "demo" && is_timestamp(text)) return ok();
    return wrong("an http(s) URL or \"\" is needed");
}

/// https, or http to a neighbour on this machine; or nothing.
Result<void> is_identity_url(const std::string& text) {
    const std::string origin = origin_of_url(text);
    if (text.empty() || origin.starts_with("https://")) return ok();
    for (const std::string_view host : {"http://127.0.0.1", "http://[::1]", "http://localhost"}) {
        if (!origin.starts_with(host)) continue;
        // Not the beginning of another name.
        const std::string_view rest = std::string_view(origin).substr(host.size());
        if (rest.empty() || rest.starts_with(':')) return ok();
    }
    return wrong("an https URL, or http to this machine, is needed");
}

Result<void> is_key_place(const std::string& text) {
    if (text.starts_with("file:") && text.size() > 5) return ok();
    return wrong("\"file:DIRECTORY\" is needed");
}

/// An address, or an address with a prefix length. Characters only: the listener parses for good.
Result<void> is_network(const std::string& text) {
    const bool clean = !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
        return std::isxdigit(c) != 0 || c == '.' || c == ':' || c == '/';
    });
    if (!clean) return wrong("an address or a network like \"10.0.0.0/8\" is needed");
    return ok();
}

Result<void> is_not_empty(const std::string& text) {
    if (text.empty()) return Error(ErrorCode::config_invalid, "is empty");
    return ok();
}

Result<void> is_address(const std::string& text) {
    if (text.find('/') != std::string::npos) return wrong("an address is needed");
    return is_network(text);
}

Key level_key() {
    static constexpr std::array<std::string_view, 4> names{"debug", "info", "warning", "error"};
    return {"log.level",
            "Least level that is logged: debug, info, warning, error.",
            [](Settings& settings, const Value& value) -> Result<void> {
                YX_TRY(const std::string text, text_of(value));
                const auto* found = std::ranges::find(names, text);
                if (found == names.end()) return wrong("debug, info, warning or error is needed");
                settings.log_level = static_cast<log::Level>(found - names.begin());
                return ok();
            },
            [](const Settings& settings) {
                return in_quotes(names.at(static_cast<std::size_t>(settings.log_level)));
            }};
}

Result<void> is_duty(const std::string& text) {
    if (text == "all" || text == "web" || text == "work") return ok();
    return wrong("\"all\", \"web\" or \"work\" is needed");
}

std::vector<Key> service_keys() {
    return {
        text_key("data_dir",
                 "Directory of the database, the keys and the finished copies.",
                 YX_AT(data_dir)),
        text_key("public_url",
                 "What people type: scheme and host, no path. Goes into every QR code.",
                 YX_AT(public_url),
                 is_public_url),
        number_key("threads", "Event threads; 0 means one per processor.", YX_AT(threads), 0, 256),
        text_key("duty",
                 "What this one of several nodes does: \"web\" serves people, \"work\" does what "
                 "goes on "
                 "behind them, \"all\" does both.",
                 YX_AT(duty),
                 is_duty),
        text_key(
            "listen.address", "Where people reach the service.", YX_AT(listen.address), is_address),
        number_key("listen.port", "", YX_AT(listen.port), 0, 65535),
        text_key("metrics.address",
                 "Where operators reach /healthz, /readyz and /metrics; never a public address.",
                 YX_AT(metrics.address),
                 is_address),
        number_key("metrics.port", "", YX_AT(metrics.port), 0, 65535),
        text_key("tls.certificate",
                 "PEM file, leaf first, then its chain. Read again on SIGHUP. Empty: plain http.",
                 YX_AT(tls.certificate)),
        text_key("tls.private_key", "PEM file.", YX_AT(tls.private_key)),
        list_key("proxies.trusted",
                 "Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed.",
                 YX_AT(trusted_proxies),
                 is_network),
    };
}

std::vector<Key> work_keys() {
    return {
        number_key("press.workers",
                   "Copies made at once; 0 means one per processor.",
                   YX_AT(press.workers),
                   0,
                   256),
        number_key("press.attempts",
                   "Tries before a copy is given up and the office informed.",
                   YX_AT(press.attempts),
                   1,
                   100),
        duration_key("press.lease",
                     "A worker silent for so long has lost its job to another.",
                     YX_AT(press.lease)),
        duration_key("press.promise",
                     "An outage that lasts longer ends the application for good.",
                     YX_AT(press.promise)),
        list_key("press.offline_code",
                 "Templates whose copies carry a second code that is checked without a network, "
                 "e.g. [\"classic\"]. Needs the key \"offline\".",
                 YX_AT(press.offline_code),
                 is_not_empty),
        text_key(
            "timestamp.url",
            "RFC 3161 authority. Empty: seals without timestamp. \"demo\": demonstrations only.",
            YX_AT(timestamp.url),
            is_timestamp),
        duration_key("timestamp.deadline", "Longest wait for it.", YX_AT(timestamp.deadline)),
        text_key("timestamp.certificates",
                 "PEM file of a remote authority: its certificate, then those above it, root last.",
                 YX_AT(timestamp.certificates)),
        text_key("timestamp.ofd_url",
                 "A second authority that stamps OFDs and is asked with SM3. Empty: the first one, "
                 "asked with SHA-256.",
                 YX_AT(timestamp.ofd_url),
                 is_remote_timestamp),
        text_key("timestamp.ofd_certificates",
                 "PEM file of the second authority, as above.",
                 YX_AT(timestamp.ofd_certificates)),
        text_key("signing.keys",
                 "Where the keys live: \"file:DIR\", relative to data_dir.",
                 YX_AT(signing.keys),
                 is_key_place),
        duration_key("signing.deadline",
                     "Longest wait for the signer's answer to one batch.",
                     YX_AT(signing.deadline)),
        text_key("signing.socket",
                 "Socket of `yinxin signer`, which alone opens the seals' keys. Empty: the serving "
                 "process opens them.",
                 YX_AT(signing.socket)),
        text_key("signing.database_url",
                 "The signer's own way to PostgreSQL, with a role that can do only what it does "
                 "(signer-role.sql). Empty: as in [database].",
                 YX_AT(signing.database_url),
                 is_database_url),
        text_key("signing.database_password_file",
                 "File whose first line is that role's password. Empty: the server asks for none.",
                 YX_AT(signing.database_password_file)),
    };
}

std::vector<Key> person_keys() {
    return {
        duration_key(
            "session.idle", "A holder's session ends after so long unused.", YX_AT(session.idle)),
        duration_key("session.absolute", "And after so long in any case.", YX_AT(session.absolute)),
        duration_key("session.staff_idle", "The same for staff.", YX_AT(session.staff_idle)),
        duration_key("session.staff_absolute", "", YX_AT(session.staff_absolute)),
        duration_key("recovery.mobile_delay",
                     "A mobile put in place of a lost one is in force after so long, unless the "
                     "account's owner objects.",
                     YX_AT(recovery.mobile_delay)),
        text_key("identity_proof.url",
                 "A service that knows who sits at the keyboard; it comes before the office "
                 "(docs/accounts.md). https, or http to this machine. Empty: there is none.",
                 YX_AT(identity_proof.url),
                 is_identity_url),
        text_key("identity_proof.name", "Its name, as people know it.", YX_AT(identity_proof.name)),
        text_key("identity_proof.name_en",
                 "Its name on English pages. Empty: the same.",
                 YX_AT(identity_proof.name_en)),
        text_key("identity_proof.key_file",
                 "File whose first line, 32 characters or more, signs questions and answers.",
                 YX_AT(identity_proof.key_file)),
        text_key("identity_proof.pages",
                 "Where people prove themselves, \"https://HOST\". Empty: that of url.",
                 YX_AT(identity_proof.pages),
                 is_identity_url),
        duration_key("identity_proof.deadline",
                     "Longest wait for one answer.",
                     YX_AT(identity_proof.deadline),
                     std::chrono::seconds(1),
                     std::chrono::seconds(20)),
        size_key("password.memory",
                 "Argon2id memory of one password check.",
                 YX_AT(password.memory),
                 8ULL << 20,
                 1ULL << 30),
        number_key("password.passes", "Argon2id passes.", YX_AT(password.passes), 1, 20),
        number_key("password.at_once",
                   "Password checks that run together; memory needed is this times the above.",
                   YX_AT(password.at_once),
                   1,
                   64),
        size_key(
            "limits.header", "Request line and headers.", YX_AT(limits.header), 4096, 1ULL << 20),
        size_key("limits.body", "Forms.", YX_AT(limits.body), 4096, 16ULL << 20),
        size_key("limits.upload",
                 "Files given for verification.",
                 YX_AT(limits.upload),
                 64ULL << 10,
                 1ULL << 30),
        size_key("limits.office_upload",
                 "Tables and photos that the office imports; they wait sealed on the disk.",
                 YX_AT(limits.office_upload),
                 1ULL << 20,
                 4ULL << 30),
        number_key("limits.connections", "Open at once.", YX_AT(limits.connections), 16, 1'000'000),
        duration_key(
            "limits.header_deadline", "Time to send the headers.", YX_AT(limits.header_deadline)),
        duration_key("limits.body_deadline",
                     "Time to send a body, plus one second per 64 KiB.",
                     YX_AT(limits.body_deadline)),
        duration_key(
            "limits.idle_deadline", "Silence between requests.", YX_AT(limits.idle_deadline)),
        duration_key(
            "limits.drain", "Time for running requests when stopping.", YX_AT(limits.drain)),
        number_key("limits.logins_per_minute",
                   "Login attempts from one address.",
                   YX_AT(limits.logins_per_minute),
                   1,
                   100'000),
        number_key("limits.queries_per_minute",
                   "Public verification queries from one address.",
                   YX_AT(limits.queries_per_minute),
                   1,
                   1'000'000),
        duration_key("receipts.keep",
                     "Receipts of verification can be fetched for so long; then only their number "
                     "and hashes stay.",
                     YX_AT(receipts.keep)),
        duration_key("privacy.keep_closed_account",
                     "Personal data of a closed account are erased after so long.",
                     YX_AT(privacy.keep_closed_account)),
        size_key("bulk.upload",
                 "A table or archive given for a bulk check.",
                 YX_AT(bulk.upload),
                 64ULL << 10,
                 1ULL << 30),
        number_key("bulk.items_per_day",
                   "Rows and files one account or client may have checked in bulk in 24 hours.",
                   YX_AT(bulk.items_per_day),
                   1,
                   10'000'000),
        duration_key("bulk.keep_draft",
                     "What was handed in and not started is forgotten after so long.",
                     YX_AT(bulk.keep_draft)),
        duration_key("bulk.keep_result",
                     "Results can be read for so long; then number, counts and hashes stay.",
                     YX_AT(bulk.keep_result)),
        level_key(),
    };
}

}  // namespace

std::string show_duration(std::chrono::seconds length) {
    const auto count = length.count();
    if (count % 86400 == 0 && count > 0) return std::to_string(count / 86400) + "d";
    if (count % 3600 == 0 && count > 0) return std::to_string(count / 3600) + "h";
    if (count % 60 == 0 && count > 0) return std::to_string(count / 60) + "m";
    return std::to_string(count) + "s";
}

std::string show_size(std::uint64_t size) {
    if (size % (1ULL << 30) == 0 && size > 0) return std::to_string(size >> 30) + "GiB";
    if (size % (1ULL << 20) == 0 && size > 0) return std::to_string(size >> 20) + "MiB";
    if (size % (1ULL << 10) == 0 && size > 0) return std::to_string(size >> 10) + "KiB";
    return std::to_string(size) + "B";
}

std::span<const Key> keys() {
    static const std::vector<Key> all = [] {
        std::vector<Key> joined = service_keys();
        std::ranges::move(database_keys(), std::back_inserter(joined));
        std::ranges::move(blob_keys(), std::back_inserter(joined));
        std::ranges::move(work_keys(), std::back_inserter(joined));
        std::ranges::move(revocation_keys(), std::back_inserter(joined));
        std::ranges::move(login_keys(), std::back_inserter(joined));
        std::ranges::move(person_keys(), std::back_inserter(joined));
        std::ranges::move(admission_keys(), std::back_inserter(joined));
        std::ranges::move(pressure_keys(), std::back_inserter(joined));
        return joined;
    }();
    return all;
}

const Key* find_key(std::string_view path) noexcept {
    const auto all = keys();
    const auto found = std::ranges::find(all, path, &Key::path);
    return found == all.end() ? nullptr : &*found;
}

bool is_section(std::string_view path) noexcept {
    return std::ranges::any_of(keys(), [path](const Key& key) {
        return key.path.starts_with(path) && key.path.substr(path.size()).starts_with('.');
    });
}

std::string describe() {
    return describe(Settings());
}

std::string describe(const Settings& settings) {
    std::string text =
        "# Settings of Yinxin. Every key with its default; an unknown key refuses to start.\n"
        "# Durations: \"90s\", \"15m\", \"24h\", \"7d\". Sizes: \"512B\", \"64KiB\", \"10MiB\".\n";
    std::string_view section;
    for (const Key& key : keys()) {
        const std::size_t dot = key.path.find('.');
        const std::string_view its =
            dot == std::string_view::npos ? std::string_view() : key.path.substr(0, dot);
        if (its != section) {
            section = its;
            text += "\n[" + std::string(section) + "]\n";
        }
        if (!key.meaning.empty()) text += "# " + std::string(key.meaning) + '\n';
        text += std::string(its.empty() ? key.path : key.path.substr(dot + 1)) + " = " +
                key.show(settings) + '\n';
    }
    text += describe_messages(settings.messages);
    return text + describe_providers(settings.login);
}

}  // namespace yinxin::config
