// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/backup_line.hpp"

#include "yinxin/cli/backup.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/restore.hpp"
#include "yinxin/cli/terminal.hpp"

#include <limits>

#include <CLI/CLI.hpp>

namespace yinxin::cli {

struct BackupLine::State {
    std::function<void(std::function<int()>)> choose;
    BackupRequest backup;
    BackupKeyRequest key;
    BackupCheckRequest check;
    RestoreRequest restore;

    void add_backup(CLI::App& parent) {
        CLI::App* made = parent.add_subcommand(
            "backup", "one encrypted file of everything, while it serves (docs/backup.md)");
        made->require_subcommand(0, 1);
        // Needed here, but not by the commands below it.
        made->add_option("--data", backup.data, "the data directory");
        made->add_option("--output", backup.output, "a new file, outside the data directory");
        made->add_flag("--json", backup.is_json, "one JSON object");
        add_key(*made);
        add_check(*made);
        made->callback([this, made] {
            if (!made->get_subcommands().empty()) return;
            choose([this] { return run(); });
        });
    }
    [[nodiscard]] int run() const {
        if (!backup.data.empty() && !backup.output.empty()) return run_backup(backup);
        (void)fail(Error(ErrorCode::invalid_input, "--data and --output are needed"));
        return exit_usage;
    }
    void add_key(CLI::App& group) {
        CLI::App* made = group.add_subcommand("key", "make the key that backups are made for");
        made->add_option("--data", key.data, "the data directory")->required();
        made->add_option(
                "--private", key.private_file, "a new file for the private part, to be taken away")
            ->required();
        made->add_flag("--apply", key.is_applied, "do it; without, only say what would be done");
        made->callback([this] { choose([this] { return make_backup_key(key); }); });
    }
    void add_check(CLI::App& group) {
        CLI::App* made =
            group.add_subcommand("check", "read a backup through, and say what it has");
        made->add_option("FILE", check.archive, "the backup")->required();
        made->add_option("--key", check.key, "the file with the private part")->required();
        made->add_flag("--json", check.is_json, "one JSON object");
        made->callback([this] { choose([this] { return check_backup(check); }); });
    }
    void add_restore(CLI::App& parent) {
        CLI::App* made = parent.add_subcommand(
            "restore", "put a backup in place; no number is given out twice (docs/backup.md)");
        made->add_option("FILE", restore.archive, "the backup");
        made->add_option("--key", restore.key, "the file with the private part");
        made->add_option("--data", restore.data, "a new data directory")->required();
        made->add_flag("--after-database",
                       restore.is_after_database,
                       "the database was put back by its own means: only move the numbers on");
        made->add_option("--witness",
                         restore.witness,
                         "what was seen of the audit before; is brought up to date");
        made->add_option("--gap", restore.gap, "how far counters of numbers move on")
            ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000'000}));
        made->add_flag(
            "--apply", restore.is_applied, "do it; without, only say what would be done");
        made->callback([this] { choose([this] { return run_restore_line(); }); });
    }
    [[nodiscard]] int run_restore_line() const {
        const bool has_archive = !restore.archive.empty() && !restore.key.empty();
        const bool has_any = !restore.archive.empty() || !restore.key.empty();
        if (restore.is_after_database ? !has_any : has_archive) return run_restore(restore);
        (void)fail(Error(ErrorCode::invalid_input,
                         "either FILE with --key, or --after-database without them"));
        return exit_usage;
    }
};

BackupLine::BackupLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    state_->choose = std::move(choose);
    state_->add_backup(parent);
    state_->add_restore(parent);
}

BackupLine::~BackupLine() = default;

}  // namespace yinxin::cli
