// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"
#include "yinxin/load/accounts_file.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <filesystem>

namespace yinxin::app {

/// One account of a benchmark, bound to a holder.
/// @param number  of eight digits at most; its names, mobile and document number are made of it
[[nodiscard]] Result<AccountId> make_bench_account(storage::Transaction& transaction,
                                                   const storage::DataKeys& keys,
                                                   HolderId holder,
                                                   std::int64_t number,
                                                   const std::string& password_hash,
                                                   Instant now);
[[nodiscard]] std::string bench_login_name(std::int64_t number);

/// Makes accounts for a load client in a demonstration's register, each bound to somebody who has a
/// certificate that nobody has applied for, all with one random password: checking it costs what it
/// always costs, and hashing it a thousand times would only cost time.
/// @param users  how many
/// @param cost  of the password, as the installation has it
/// @error conflict  there are fewer such certificates
[[nodiscard]] Result<std::vector<load::LoadAccount>> make_accounts(
    storage::Store& store,
    const storage::DataKeys& keys,
    std::size_t users,
    const config::PasswordCost& cost);

/// `yinxin bench accounts`: the same in a data directory, into a file that its owner alone can
/// read.
/// @error forbidden  the data directory is no demonstration: a register of real people is none to
///   invent accounts in.  @error conflict  too few certificates, or the file exists
[[nodiscard]] Result<void> make_accounts_file(const std::filesystem::path& data,
                                              std::size_t users,
                                              const std::filesystem::path& file);

}  // namespace yinxin::app
