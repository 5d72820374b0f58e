// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/keys.hpp"

#include "yinxin/cli/approval_key.hpp"
#include "yinxin/cli/backup.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/crypto/pkcs11_key.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/crypto/trust.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/key_register.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using storage::KeyRecord;

constexpr std::string_view file_scheme = "file:";
constexpr std::string_view approval_purpose = "approval";
constexpr std::string_view nothing_changed = "Nothing was changed: add --apply.";

int fail(const Error& error) {
    fmt::print(stderr, "yinxin key: {}\n", error.describe());
    return exit_failed;
}

/// A file of the register is relative to the data directory, one on the command line to where it
/// is typed; what is entered is absolute.
std::string anchored(const std::string& uri, const std::filesystem::path& base) {
    if (!uri.starts_with(file_scheme)) return uri;
    const std::filesystem::path path(uri.substr(file_scheme.size()));
    return std::string(file_scheme) + (base / path).lexically_normal().string();
}

std::string typed(const std::string& uri) {
    return anchored(uri, std::filesystem::current_path());
}

Result<std::vector<KeyRecord>> read_keys(const DataDirectory& data) {
    return data.store->read_now([](storage::Reader& reader) { return storage::list_keys(reader); });
}

std::string key_id_of(const KeyRecord& key) {
    return key.public_key ? to_hex(crypto::sha256(*key.public_key)) : std::string();
}

/// The last day of the key's certificate; empty without one.
std::string valid_until(const KeyRecord& key) {
    if (!key.certificate_pem) return {};
    const auto certificate = crypto::Certificate::parse_pem(*key.certificate_pem);
    return certificate ? format_civil(certificate->not_after()) : std::string("unreadable");
}

boost::json::object told(const KeyRecord& key) {
    return {{"name", key.name},
            {"purpose", key.purpose},
            {"algorithm", key.algorithm},
            {"location", key.location},
            {"used_by", key.used_by},
            {"rotation", key.rotation},
            {"key_id", key_id_of(key)},
            {"certificate_until", valid_until(key)},
            {"entered", format_civil(key.created_at)}};
}

void print_words(const KeyRecord& key) {
    for (const auto& fact : told(key)) {
        const boost::json::string& value = fact.value().as_string();
        if (value.empty()) continue;
        fmt::print("{:<18} {}\n", std::string_view(fact.key()), std::string_view(value));
    }
}

Result<void> list(const KeyRequest& request) {
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data));
    YX_TRY(const auto keys, read_keys(data));
    for (const KeyRecord& key : keys) {
        if (request.is_json) {
            fmt::print("{}\n", boost::json::serialize(told(key)));
        } else {
            fmt::print("{:<32} {:<18} {}\n", key.name, key.algorithm, key.location);
        }
    }
    return ok();
}

Result<void> show(const KeyRequest& request) {
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data));
    YX_TRY(const auto key, data.store->read_now([&](storage::Reader& reader) {
        return storage::find_key(reader, request.name);
    }));
    if (!key) return Error(ErrorCode::not_found, "no key " + request.name);
    if (request.is_json) {
        fmt::print("{}\n", boost::json::serialize(told(*key)));
        return ok();
    }
    print_words(*key);
    return ok();
}

Result<void> append(storage::Transaction& transaction,
                    Instant now,
                    const std::string& subject,
                    std::map<std::string, std::string> facts) {
    return storage::append_audit(transaction,
                                 {now,
                                  domain::ActorKind::operator_shell,
                                  "key",
                                  domain::EventKind::configuration_changed,
                                  subject,
                                  std::move(facts)});
}

/// Makes the pair where the URI says.
Result<void> generate(const std::string& uri, crypto::KeyKind kind) {
    if (!uri.starts_with(file_scheme)) return crypto::generate_pkcs11_key(uri, kind);
    return crypto::generate_key_file(uri.substr(file_scheme.size()), kind);
}

Result<void> make(const KeyRequest& request) {
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data));
    const std::string uri = typed(request.key);
    if (!request.is_applied) {
        // Reads the URI and looks whether something is there already.
        if (const auto there = crypto::open_key(uri)) {
            return Error(ErrorCode::conflict, "there is a key already");
        } else if (there.error().code() == ErrorCode::unsupported) {
            return there.error();
        }
        fmt::print("Would make a key pair there. {}\n", nothing_changed);
        return ok();
    }
    YX_CHECK(generate(uri, request.kind));
    YX_TRY(const auto key, crypto::open_key(uri));
    const std::string id = crypto::key_id(*key);
    const Instant now = SystemClock().now();
    YX_CHECK(data.store->write_now([&](storage::Transaction& transaction) {
        return append(
            transaction,
            now,
            "key:" + id,
            {{"change", "made"}, {"algorithm", std::string(crypto::name_of(key->algorithm()))}});
    }));
    fmt::print("Made {} key {}.\n", crypto::name_of(key->algorithm()), id);
    return ok();
}

/// The request goes to standard output: it is public, and a pipe or a file takes it from there.
Result<void> request_certificate(const KeyRequest& request) {
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data));
    YX_TRY(const auto key, crypto::open_key(typed(request.key)));
    YX_TRY(const std::string pem, crypto::request_certificate(request.subject, *key));
    const Instant now = SystemClock().now();
    YX_CHECK(data.store->write_now([&](storage::Transaction& transaction) {
        return append(transaction,
                      now,
                      "key:" + crypto::key_id(*key),
                      {{"change", "requested"}, {"common_name", request.subject.common_name}});
    }));
    fmt::print("{}", pem);
    return ok();
}

/// What was asked for, checked: the key opens, and the certificates are about it and hang together.
Result<KeyRecord> checked_record(const KeyRequest& request, Instant now) {
    KeyRecord record;
    record.location = typed(request.key);
    YX_TRY(const auto key, crypto::open_key(record.location));
    YX_TRY(auto chain, crypto::load_certificates(request.certificates));
    if (!std::ranges::equal(chain.front().spki(), key->public_key_spki())) {
        return Error(ErrorCode::certificate_unreadable, "the certificate is not about this key");
    }
    if (chain.size() < 2) {
        return Error(ErrorCode::certificate_unreadable,
                     "--certificates needs the CAs up to the root behind the certificate");
    }
    const std::vector<crypto::Certificate> root{chain.back()};
    const std::vector<crypto::Certificate> between(chain.begin() + 1, chain.end() - 1);
    YX_CHECK(crypto::verify_chain(chain.front(), between, root, now));
    record.name = request.name;
    record.purpose = request.purpose;
    record.algorithm = crypto::name_of(key->algorithm());
    record.used_by = request.purpose == "seal" ? "seal desk" : "press";
    if (request.purpose == storage::receipts_key_name) record.used_by = "verification";
    record.rotation = "with its certificate";
    record.public_key = Bytes(key->public_key_spki().begin(), key->public_key_spki().end());
    record.certificate_pem = chain.front().pem();
    record.chain_pem.emplace();
    for (auto above = chain.begin() + 1; above != chain.end(); ++above)
        *record.chain_pem += above->pem();
    record.created_at = now;
    return record;
}

/// It has no certificate: whoever verifies knows its public half from the register.
Result<void> enter_approval(const KeyRequest& request, Instant now) {
    if (request.name != storage::approval_key_name) {
        return Error(ErrorCode::invalid_input, "the approval key is called \"approval\"");
    }
    if (!request.certificates.empty()) {
        return Error(ErrorCode::invalid_input, "the approval key has no certificate");
    }
    const auto entry = request.is_applied ? ApprovalEntry::applied : ApprovalEntry::looked_at;
    YX_TRY(const KeyRecord record,
           enter_approval_key(request.data, typed(request.key), entry, now));
    if (!request.is_applied) {
        fmt::print("Would enter {} key {} as {}. {}\n",
                   record.algorithm,
                   key_id_of(record),
                   record.name,
                   nothing_changed);
        return ok();
    }
    fmt::print(
        "Entered {}. Start the service again on every node before anything is handed in; the "
        "former "
        "key, if it is in a file, can go.\n",
        record.name);
    return ok();
}

Result<void> enter(const KeyRequest& request) {
    const Instant now = SystemClock().now();
    if (request.purpose == approval_purpose) return enter_approval(request, now);
    if (request.certificates.empty()) {
        return Error(ErrorCode::invalid_input, "--certificates is needed");
    }
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data));
    YX_TRY(const KeyRecord record, checked_record(request, now));
    if (!request.is_applied) {
        fmt::print("Would enter {} key {} as {}. {}\n",
                   record.algorithm,
                   key_id_of(record),
                   record.name,
                   nothing_changed);
        return ok();
    }
    YX_CHECK(data.store->write_now([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::insert_key(transaction, record));
        return append(transaction,
                      now,
                      "key:" + key_id_of(record),
                      {{"change", "entered"}, {"name", record.name}, {"purpose", record.purpose}});
    }));
    fmt::print("Entered {}.\n", record.name);
    return ok();
}

/// Keys that sign; data keys and those of the web server and of backups are opened by others.
bool is_signing(const KeyRecord& key) {
    return key.public_key.has_value() && key.purpose != "tls" && key.purpose != backup_key_name;
}

Result<void> check_one(const KeyRecord& key, const std::filesystem::path& data) {
    YX_TRY(const auto opened, crypto::open_key(anchored(key.location, data)));
    if (!std::ranges::equal(opened->public_key_spki(), *key.public_key)) {
        return Error(ErrorCode::key_unavailable, "another key than the register's is there");
    }
    return ok();
}

Result<void> check(const KeyRequest& request) {
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data));
    YX_TRY(const auto keys, read_keys(data));
    int closed = 0;
    for (const KeyRecord& key : keys) {
        if (!is_signing(key)) continue;
        const auto outcome = check_one(key, request.data);
        if (!outcome) ++closed;
        fmt::print("{}  {}{}\n",
                   outcome ? "opens " : "closed",
                   key.name,
                   outcome ? std::string() : ": " + outcome.error().describe());
    }
    if (closed == 0) return ok();
    return Error(ErrorCode::key_unavailable, std::to_string(closed) + " key(s) do not open here");
}

}  // namespace

int run_key(const KeyRequest& request) {
    Result<void> outcome = ok();
    switch (request.action) {
        case KeyAction::list:
            outcome = list(request);
            break;
        case KeyAction::show:
            outcome = show(request);
            break;
        case KeyAction::make:
            outcome = make(request);
            break;
        case KeyAction::request:
            outcome = request_certificate(request);
            break;
        case KeyAction::enter:
            outcome = enter(request);
            break;
        case KeyAction::check:
            outcome = check(request);
            break;
    }
    return outcome ? exit_ok : fail(outcome.error());
}

}  // namespace yinxin::cli
