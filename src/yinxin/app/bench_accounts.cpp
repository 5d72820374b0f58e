// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_accounts.hpp"

#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/terminal.hpp"
#include "yinxin/crypto/pepper.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/storage/accounts.hpp"

#include <fmt/format.h>

namespace yinxin::app {
namespace {

// A look across holders, as only a benchmark's preparation needs one.
constexpr storage::Statement list_unapplied{
    "bench.list_unapplied",
    "SELECT c.holder_id, c.line_id FROM certificate c "
    "JOIN certificate_line l ON l.holder_id = c.holder_id AND l.line_id = c.line_id "
    "AND l.current_version = c.version JOIN batch b ON b.batch_id = c.batch_id "
    "WHERE c.status = 'valid' AND b.state = 'released' AND c.issued_on >= '2021-12-17' "
    "AND NOT EXISTS (SELECT 1 FROM endorsement e WHERE e.holder_id = c.holder_id "
    "AND e.line_id = c.line_id) ORDER BY c.line_id LIMIT $1"};
struct UnappliedRow {
    HolderId holder;
    LineId line;
};
constexpr std::size_t password_bytes = 12;

/// Names, mobiles and document numbers of one run begin with a number of their own, so that the
/// next run's are others.
std::int64_t first_number() {
    return new_id() % 90'000'000;
}

}  // namespace

std::string bench_login_name(std::int64_t number) {
    return fmt::format("bench{:08}", number);
}

Result<AccountId> make_bench_account(storage::Transaction& transaction,
                                     const storage::DataKeys& keys,
                                     HolderId holder,
                                     std::int64_t number,
                                     const std::string& password_hash,
                                     Instant now) {
    YX_TRY(const auto name, domain::parse_person_name("\u6F14\u793A"));
    YX_TRY(const auto mobile, domain::parse_mobile(fmt::format("139{:08}", number)));
    storage::NewAccount fresh;
    fresh.login_name = bench_login_name(number);
    fresh.password_hash = password_hash;
    fresh.person = storage::StatedPerson{
        name, {domain::IdDocumentType::passport, fmt::format("DEMO{:08}", number)}};
    fresh.mobile = mobile;
    fresh.created_at = now;
    YX_TRY(const AccountId account, storage::insert_account(transaction, keys, fresh));
    YX_CHECK(storage::bind_account(
        transaction, account, holder, storage::BindingProof::exam_platform, now));
    return account;
}

Result<std::vector<load::LoadAccount>> make_accounts(storage::Store& store,
                                                     const storage::DataKeys& keys,
                                                     std::size_t users,
                                                     const config::PasswordCost& cost) {
    const Instant now = SystemClock().now();
    const Secret password(to_hex(crypto::random_bytes(password_bytes)));
    const crypto::PasswordCost hash_cost{static_cast<std::uint32_t>(cost.memory / 1024),
                                         static_cast<std::uint32_t>(cost.passes)};
    YX_TRY(const std::string hash, crypto::hash_password(password, keys.pepper, hash_cost));
    const std::int64_t first = first_number();
    return store.write_now(
        [&](storage::Transaction& transaction) -> Result<std::vector<load::LoadAccount>> {
            YX_TRY(const auto rows,
                   transaction.all<UnappliedRow>(list_unapplied, static_cast<std::int64_t>(users)));
            if (rows.size() < users) {
                return Error(
                    ErrorCode::conflict,
                    fmt::format("only {} certificates that nobody has applied for", rows.size()));
            }
            std::vector<load::LoadAccount> accounts;
            std::int64_t number = first;
            for (const UnappliedRow& row : rows) {
                YX_CHECK(make_bench_account(transaction, keys, row.holder, number, hash, now));
                accounts.push_back({bench_login_name(number++), password, row.line.str()});
            }
            return accounts;
        });
}

Result<void> make_accounts_file(const std::filesystem::path& data,
                                std::size_t users,
                                const std::filesystem::path& file) {
    if (!config::is_demonstration(data)) {
        return Error(ErrorCode::forbidden,
                     data.string() + " is no demonstration; its people are real");
    }
    if (std::filesystem::exists(file)) {
        return Error(ErrorCode::conflict, file.string() + " exists");
    }
    YX_TRY(const config::Settings settings, cli::load_directory_settings(data));
    YX_TRY(const cli::DataDirectory directory, cli::DataDirectory::open(data));
    YX_TRY(const auto accounts,
           make_accounts(*directory.store, directory.keys, users, settings.password));
    YX_CHECK(load::write_accounts(file, accounts));
    cli::say(fmt::format("Made {} accounts; they are in {}.", accounts.size(), file.string()));
    return ok();
}

}  // namespace yinxin::app
