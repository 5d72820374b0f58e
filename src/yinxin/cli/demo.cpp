// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo_crowd.hpp"
#include "yinxin/cli/demo_doubts.hpp"
#include "yinxin/cli/demo_organisation.hpp"
#include "yinxin/cli/demo_printed.hpp"
#include "yinxin/cli/demo_reference.hpp"
#include "yinxin/cli/demo_write.hpp"
#include "yinxin/cli/portrait.hpp"
#include "yinxin/cli/public_host.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/pepper.hpp"
#include "yinxin/service/api_clients.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <future>

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;
using storage::Transaction;

constexpr int full_crowd = 2200;
constexpr int small_crowd = 48;
constexpr int full_portraits = 64;
constexpr int small_portraits = 12;
constexpr std::size_t holders_per_commit = 400;
constexpr std::uint16_t usual_port = 8080;

config::Settings settings_for(const DemoPlan& plan) {
    config::Settings settings;
    settings.database = plan.database;
    settings.timestamp.url = "demo";
    settings.press.offline_code = {"classic"};
    if (plan.public_url.empty()) return settings;
    settings.public_url = plan.public_url;
    settings.listen.port = port_of(plan.public_url);
    if (settings.listen.port < 1024) settings.listen.port = usual_port;
    if (settings.is_public_url_secure()) {
        // Other machines are to reach it: that is what a public URL with TLS is for.
        settings.listen.address = every_address_for(plan.public_url);
        settings.tls.certificate = fs::path(keys_folder) / "tls.crt";
        settings.tls.private_key = fs::path(keys_folder) / "tls.key";
    }
    return settings;
}

/// Draws and stores the portraits. @return their names in hexadecimal.
Result<std::vector<std::string>> store_portraits(storage::BlobStore& blobs, const DemoPlan& plan) {
    const int count = plan.size == DemoSize::full ? full_portraits : small_portraits;
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
        const Bytes portrait = draw_portrait(plan.seed + static_cast<std::uint32_t>(i));
        const crypto::Digest32 name = crypto::sha256(portrait);
        YX_CHECK(blobs.put(name, portrait));
        names.push_back(to_hex(name));
    }
    return names;
}

using Hashes = std::map<std::string, std::string>;

Result<Hashes> hash_passwords(const std::vector<DemoHolder>& holders,
                              const crypto::MacKey& pepper,
                              crypto::PasswordCost cost) {
    std::vector<std::pair<std::string, std::future<Result<std::string>>>> waiting;
    Hashes hashes;
    const auto collect = [&]() -> Result<void> {
        for (auto& [name, future] : waiting) {
            YX_TRY(hashes[name], future.get());
        }
        waiting.clear();
        return ok();
    };
    for (const DemoHolder& holder : holders) {
        if (!holder.login || !holder.login->is_printed()) continue;
        const Secret password(holder.login->password);
        waiting.emplace_back(holder.login->login_name,
                             std::async(std::launch::async, [password, &pepper, cost] {
                                 return crypto::hash_password(password, pepper, cost);
                             }));
        // Two at a time: each takes tens of MiB.
        if (waiting.size() == 2) YX_CHECK(collect());
    }
    YX_CHECK(collect());
    return hashes;
}

struct Cast {
    std::vector<DemoHolder> holders;
    std::vector<storage::BatchRow> batches;
};

Result<Cast> make_cast(const DemoPlan& plan,
                       const config::Reference& reference,
                       const std::vector<std::string>& portraits,
                       const crypto::Signer& approval) {
    YX_TRY(const DemoNames names, load_demo_names());
    DemoRandom random(plan.seed);
    DemoPeople people(names, portraits, random);
    DemoCertificates certificates(reference, approval, random, plan.now);
    const DemoStudio studio{names, people, certificates, random, plan.now};
    Cast cast;
    YX_TRY(cast.holders, make_printed(studio));
    const int count = plan.size == DemoSize::full ? full_crowd : small_crowd;
    YX_TRY(std::vector<DemoHolder> crowd, make_crowd(studio, count));
    std::ranges::move(crowd, std::back_inserter(cast.holders));
    certificates.announce_coming_batches();
    cast.batches = certificates.batches();
    return cast;
}

DemoOutcome outcome_of(const Cast& cast) {
    DemoOutcome outcome;
    for (const DemoHolder& holder : cast.holders) {
        if (holder.person) ++outcome.holders;
        outcome.certificates += static_cast<std::int64_t>(holder.lines.size());
        if (holder.login && holder.login->is_printed()) {
            const DemoLogin& login = *holder.login;
            outcome.accounts.push_back({login.login_name,
                                        login.password,
                                        login.name.value,
                                        domain::written(login.mobile),
                                        login.shows});
        } else if (!holder.invites.zh.empty()) {
            outcome.accounts.push_back({"",
                                        "",
                                        holder.person->names.front().name.value,
                                        domain::written(*holder.person->mobile),
                                        holder.invites});
        }
    }
    return outcome;
}

Result<void> write_batches(Transaction& transaction,
                           const Cast& cast,
                           const DemoPlan& plan,
                           const DemoOutcome& outcome) {
    for (const storage::BatchRow& batch : cast.batches) {
        YX_CHECK(storage::insert_batch(transaction, batch));
    }
    return storage::append_audit(transaction,
                                 {plan.now,
                                  domain::ActorKind::operator_shell,
                                  "demo",
                                  domain::EventKind::data_seeded,
                                  "",
                                  {{"seed", std::to_string(plan.seed)},
                                   {"holders", std::to_string(outcome.holders)},
                                   {"certificates", std::to_string(outcome.certificates)},
                                   {"ended_copies", "placeholders: their files were never made"}}});
}

Result<void> write_cast(storage::Store& store, const DemoScribe& scribe, const Cast& cast) {
    for (std::size_t from = 0; from < cast.holders.size(); from += holders_per_commit) {
        const std::size_t until = std::min(from + holders_per_commit, cast.holders.size());
        YX_CHECK(store.write_now([&](Transaction& transaction) -> Result<void> {
            for (std::size_t i = from; i < until; ++i) {
                YX_CHECK(write_holder(transaction, scribe, cast.holders[i]));
            }
            return ok();
        }));
    }
    return ok();
}

Result<void> number_audit(storage::Store& store) {
    return store.write_now([](Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::number_audit_events(transaction, 1'000'000));
        return ok();
    });
}

/// A sandbox client for whoever wants to try the API; its key protects nothing.
Result<Secret> add_sandbox_client(storage::Store& store, const DemoPlan& plan) {
    using domain::ClientScope;
    YX_TRY(const service::GivenKey given, store.write_now([&](Transaction& transaction) {
        return service::add_client(transaction,
                                   {.name = "演示接口客户",
                                    .scopes = {ClientScope::status,
                                               ClientScope::verify,
                                               ClientScope::changes,
                                               ClientScope::bulk,
                                               ClientScope::redeem}},
                                   {domain::ActorKind::operator_shell, "demo"},
                                   plan.now);
    }));
    YX_CHECK(write_file_durably(plan.directory / demo_api_key_file, given.text.expose_bytes()));
    return given.text;
}

/// Everything inside the directory of the plan, which is not yet at its place.
Result<DemoOutcome> fill(const DemoPlan& plan) {
    YX_CHECK(create_data_directory(plan.directory, settings_for(plan), plan.suite, plan.now));
    YX_CHECK(write_file_durably(plan.directory / config::demonstration_marker,
                                as_bytes("Made by `yinxin demo`: everybody here is invented.\n")));
    YX_TRY(const config::Reference reference, config::parse_reference(demo_catalogue()));
    YX_CHECK(make_demo_keys(plan, reference));
    YX_TRY(DataDirectory data, DataDirectory::open(plan.directory));
    YX_TRY(const auto portraits, store_portraits(*data.blobs, plan));
    YX_TRY(const auto approval,
           crypto::open_file_key(plan.directory / keys_folder /
                                 (std::string(storage::approval_key_name) + ".key")));
    YX_TRY(const Cast cast, make_cast(plan, reference, portraits, *approval));
    YX_TRY(const Hashes hashes, hash_passwords(cast.holders, data.keys.pepper, plan.password_cost));
    DemoOutcome outcome = outcome_of(cast);
    YX_CHECK(data.store->write_now([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(write_demo_reference(transaction, reference, plan.directory, plan.now));
        return write_batches(transaction, cast, plan, outcome);
    }));
    const DemoScribe scribe{reference, data.keys, hashes, plan.now};
    YX_CHECK(write_cast(*data.store, scribe, cast));
    YX_CHECK(data.store->write_now([&](Transaction& transaction) {
        return write_demo_organisation(transaction, data.keys, plan.now);
    }));
    YX_TRY(outcome.api_key, add_sandbox_client(*data.store, plan));
    YX_TRY(outcome.staff, write_demo_staff(*data.store, data.keys, plan.password_cost, plan.now));
    YX_CHECK(save_demo_staff(plan.directory, outcome.staff));
    YX_CHECK(write_demo_doubts(data, cast.holders, plan.now));
    YX_CHECK(write_demo_papers(data, cast.holders));
    YX_CHECK(number_audit(*data.store));
    YX_CHECK(save_demo_accounts(plan.directory, outcome.accounts));
    return outcome;
}

/// Nothing may be there but an empty directory.
Result<void> check_free(const fs::path& directory) {
    std::error_code failure;
    if (!fs::exists(directory, failure)) return ok();
    if (fs::is_directory(directory, failure) && fs::is_empty(directory, failure)) return ok();
    return Error(ErrorCode::conflict,
                 directory.string() + " is there already and not empty; nothing was changed");
}

}  // namespace

Result<DemoOutcome> make_demo(const DemoPlan& plan) {
    YX_CHECK(check_free(plan.directory));
    // Made beside its place and moved there when whole: a demonstration is never half there.
    DemoPlan beside = plan;
    if (!plan.public_url.empty()) {
        YX_TRY(beside.public_url, parse_public_url(plan.public_url));
    }
    beside.directory = fs::absolute(plan.directory).lexically_normal();
    if (!beside.directory.has_filename()) beside.directory = beside.directory.parent_path();
    const fs::path place = beside.directory;
    beside.directory += ".unfinished";
    std::error_code failure;
    // Left over from a run that was stopped.
    if (config::is_demonstration(beside.directory)) fs::remove_all(beside.directory, failure);
    YX_TRY(DemoOutcome outcome, fill(beside));
    fs::rename(beside.directory, place, failure);
    if (failure) return Error(ErrorCode::file_io, place.string() + ": " + failure.message());
    return outcome;
}

}  // namespace yinxin::cli
