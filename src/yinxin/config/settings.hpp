// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/log.hpp"
#include "yinxin/base/result.hpp"
#include "yinxin/config/admission.hpp"
#include "yinxin/config/blobs.hpp"
#include "yinxin/config/identity_service.hpp"
#include "yinxin/config/login.hpp"
#include "yinxin/config/messages.hpp"
#include "yinxin/config/pressure.hpp"
#include "yinxin/config/revocation.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::config {

/// One address and port to listen on.
struct Listen {
    std::string address;
    std::uint16_t port = 0;
    /// "http://127.0.0.1:8080"
    [[nodiscard]] std::string url(std::string_view scheme) const;
};

struct Tls {
    std::filesystem::path certificate;  ///< PEM, leaf first, then its chain
    std::filesystem::path private_key;  ///< PEM
    [[nodiscard]] bool is_on() const noexcept { return !certificate.empty(); }
};

/// How expensive a password is to check (Argon2id).
struct PasswordCost {
    std::uint64_t memory = 64ULL * 1024 * 1024;  ///< bytes
    std::uint64_t passes = 3;
    std::uint64_t at_once = 2;  ///< checks that may run together; bounds the memory
};

struct Press {
    std::uint64_t workers = 0;  ///< 0: one per processor
    std::uint64_t attempts = 8;
    std::chrono::seconds lease{60};
    std::chrono::seconds promise{24 * 3600};  ///< an outage longer than this ends applications
    std::vector<std::string> offline_code;    ///< templates that carry the second code
};

struct Session {
    std::chrono::seconds idle{30 * 60};
    std::chrono::seconds absolute{12 * 3600};
    std::chrono::seconds staff_idle{15 * 60};
    std::chrono::seconds staff_absolute{8 * 3600};
};

/// 找回账号: accounts whose owners lost what they log in with.
struct Recovery {
    /// A mobile that was put in place of a lost one is in force after so long, unless the owner
    /// objects.
    std::chrono::seconds mobile_delay{72 * 3600};
};

struct Timestamp {
    /// Empty: no timestamp (PAdES B-B). "demo": the authority inside a demonstration. Else an
    /// RFC 3161 http(s) URL.
    std::string url;
    std::chrono::seconds deadline{5};
    /// PEM: the remote authority's certificate and those above it. The CA certificates among them
    /// are trusted for timestamps; all of them travel inside sealed files.
    std::filesystem::path certificates;
    /// A second remote authority for OFDs, which is asked with SM3 (GB/T 20520). Empty: OFDs are
    /// stamped by the first one, asked with SHA-256.
    std::string ofd_url;
    std::filesystem::path ofd_certificates;  ///< as `certificates`, of the second

    /// An authority that is asked over the network.
    [[nodiscard]] bool is_remote() const noexcept { return !url.empty() && url != "demo"; }
};

struct Signing {
    std::string keys = "file:keys";  ///< "file:DIR", relative to data_dir
    std::chrono::seconds deadline{10};
    std::filesystem::path
        socket;  ///< of `yinxin signer`; empty: this process opens the seals' keys
    /// How the signer reaches the database, with a role of its own; empty: as everybody.
    std::string database_url;
    std::filesystem::path database_password_file;
};

struct Limits {
    std::uint64_t header = 16ULL * 1024;
    std::uint64_t body = 64ULL * 1024;
    std::uint64_t upload = 10ULL * 1024 * 1024;
    std::uint64_t office_upload = 256ULL * 1024 * 1024;  ///< tables and photos of the office
    std::uint64_t connections = 4096;
    std::chrono::seconds header_deadline{10};
    std::chrono::seconds body_deadline{30};
    std::chrono::seconds idle_deadline{60};
    std::chrono::seconds drain{20};
    std::uint64_t logins_per_minute = 10;   ///< per address
    std::uint64_t queries_per_minute = 20;  ///< per address, on the public verification pages
};

struct Receipts {
    std::chrono::seconds keep{90 * 86400};  ///< a receipt of verification can be fetched so long
};

/// Personal data (docs/privacy.md).
struct Privacy {
    /// Of a closed account: three years, the time in which claims can be made (民法典 188).
    std::chrono::seconds keep_closed_account{3 * 365 * 86400};
};

/// Checks of many people and files at once (批量核验).
struct Bulk {
    std::uint64_t upload = 32ULL * 1024 * 1024;    ///< bytes of what is handed in
    std::uint64_t items_per_day = 20'000;          ///< rows and files of one account or client
    std::chrono::seconds keep_draft{24 * 3600};    ///< handed in, not started
    std::chrono::seconds keep_result{30 * 86400};  ///< from the end of the check
};

/// Where the one database is (docs/postgresql.md).
struct Database {
    std::string kind = "sqlite";  ///< or "postgresql"
    std::string url;              ///< postgresql://…, without a password
    /// Its first line is the password; empty: none is needed.
    std::filesystem::path password_file;
    std::uint64_t writers = 8;
    std::uint64_t readers = 8;
    std::chrono::seconds deadline{15};  ///< for all tries of one transaction together

    [[nodiscard]] bool is_embedded() const { return kind == "sqlite"; }
};

/// Everything an operator can set; the defaults are those of a production server behind nothing.
struct Settings {
    std::filesystem::path data_dir = "/var/lib/yinxin";
    /// What people type: scheme and host, no path, no trailing slash. Goes into every QR.
    std::string public_url = "http://127.0.0.1:8080";
    Listen listen{"127.0.0.1", 8080};
    std::uint64_t threads = 0;  ///< event threads; 0: one per processor
    std::string duty = "all";   ///< of this node: "all", "web" or "work" (docs/postgresql.md)
    Listen metrics{"127.0.0.1", 9464};
    Tls tls;
    /// Addresses or networks ("10.0.0.0/8") whose X-Forwarded-For and -Proto are believed.
    std::vector<std::string> trusted_proxies;
    Database database;
    Blobs blobs;
    PasswordCost password;
    Press press;
    Session session;
    Login login;
    Recovery recovery;
    IdentityService identity_proof;
    Timestamp timestamp;
    Revocation revocation;
    Signing signing;
    Limits limits;
    Admission admission;
    Pressure pressure;
    Receipts receipts;
    Privacy privacy;
    Bulk bulk;
    Messages messages;
    log::Level log_level = log::Level::info;

    /// Whether this node does what goes on behind pages; whether it serves people.
    [[nodiscard]] bool works() const { return duty != "web"; }
    [[nodiscard]] bool opens_doors() const { return duty != "work"; }
    [[nodiscard]] bool is_public_url_secure() const { return public_url.starts_with("https://"); }
};

/// Reads a TOML file. Strict: an unknown key, a wrong type, a duration without unit refuses.
/// Relative paths are resolved against the file's directory.
/// @error config.invalid  params "key" and "line"; the detail says the rest.
/// @error file.missing
[[nodiscard]] Result<Settings> load_settings(const std::filesystem::path& file);
/// The same from text; relative paths stay as they are.
[[nodiscard]] Result<Settings> parse_settings(std::string_view toml);

/// A commented example file with every key, its meaning and its default.
[[nodiscard]] std::string describe();
/// The same with the values of these settings.
[[nodiscard]] std::string describe(const Settings& settings);

/// "90s", "15m", "24h", "7d": a whole number and a unit. @error malformed
[[nodiscard]] Result<std::chrono::seconds> parse_duration(std::string_view text);
/// "512B", "64KiB", "10MiB", "1GiB". @error malformed
[[nodiscard]] Result<std::uint64_t> parse_size(std::string_view text);

/// `yinxin demo` leaves this file in the data directories it makes; nothing else ever does.
inline constexpr std::string_view demonstration_marker = "DEMONSTRATION";
[[nodiscard]] bool is_demonstration(const std::filesystem::path& data_dir);

enum class Kind { production, demonstration };

enum class Weight {
    refuses,  ///< `serve` does not start in production
    advises,  ///< an operator may have a reason
};

/// One thing that should not reach production.
struct Finding {
    Weight weight = Weight::refuses;
    std::string key;   ///< the setting, or "data_dir"
    std::string text;  ///< what is wrong and what to do, for operators
};
/// What is still demonstration or unsafe.
[[nodiscard]] std::vector<Finding> production_findings(const Settings& settings, Kind kind);

}  // namespace yinxin::config
