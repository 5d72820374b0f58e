// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/demo_accounts.hpp"
#include "yinxin/cli/demo_staff.hpp"
#include "yinxin/config/settings.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// The command line: `yinxin COMMAND …`. No rules live here, and neither personal data nor secrets
/// are ever taken from arguments, which every user of a machine can read.
namespace yinxin::cli {

/// What `yinxin serve` was asked for. The settings are those of the data directory with the
/// command line's changes; findings that refuse production have been dealt with.
struct ServeOptions {
    config::Settings settings;
    config::Kind kind = config::Kind::production;
    std::vector<DemoAccount> accounts;  ///< to print; empty outside a demonstration
    std::vector<DemoStaff> staff;       ///< the same
    std::filesystem::path witness;      ///< of the audit, outside the data directory; empty: none
};

/// What `yinxin bench browse`, `storm` and `accounts` were asked for (docs/bench.md).
struct LoadOptions {
    std::string urls;  ///< of running nodes, separated by commas; empty: a demonstration of its own
    std::filesystem::path authority;  ///< PEM to trust for https; empty: the system's
    std::filesystem::path accounts;   ///< file, read, or written by `accounts`
    std::filesystem::path data;       ///< demonstration, for `accounts`
    std::size_t users = 200;          ///< holders
    double rate = 0;                  ///< holders a second at the peak; 0: as `users` make it
    std::chrono::seconds duration{60};
    std::chrono::milliseconds think{2000};
    std::chrono::seconds patience{180};
    std::uint32_t seed = 1;
    std::filesystem::path journal;  ///< these three may be empty
    std::filesystem::path thresholds;
    std::filesystem::path report;
};

struct BenchOptions {
    std::string name;      ///< "documents", "endorse", "storm" and so on
    bool is_json = false;  ///< one JSON object a line instead of a table
    std::chrono::seconds length{10};
    LoadOptions load;
};

/// The commands that need the whole house; app brings them. Each returns the exit code.
struct Commands {
    std::function<int(const ServeOptions&)> serve;
    std::function<int(const BenchOptions&)> bench;
    /// Serves reading processes; what `verify` and `serve` start themselves.
    std::function<int()> read_confined;
    /// What the code of a finding says, in the language of the terminal.
    std::function<std::string(std::string_view code)> finding_words;
    /// The route table, one JSON object a line; tests/http/matrix.py walks it.
    std::function<int()> print_routes;
    /// `yinxin signer` on a data directory.
    std::function<int(const std::filesystem::path&)> signer;
};

/// Exit codes beside those of single commands.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;  ///< said why on standard error
inline constexpr int exit_usage = 2;

/// Reads the arguments, runs one command, and returns the process's exit code.
[[nodiscard]] int run(int argc, const char* const* argv, const Commands& commands);

}  // namespace yinxin::cli
