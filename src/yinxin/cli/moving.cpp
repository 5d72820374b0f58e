// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/moving.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/terminal.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/move.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

constexpr std::size_t digits_shown = 16;

/// What was moved is this installation's, and its audit is whole over there as well.
Result<std::int64_t> look_at(const std::filesystem::path& data, const storage::Location& target) {
    YX_TRY(const storage::DataKeys keys, storage::DataKeys::load(data / keys_folder));
    YX_TRY(const auto store, storage::open_store(target));
    YX_TRY(const storage::AuditCheck audit,
           store->read_now([&](storage::Reader& reader) -> Result<storage::AuditCheck> {
               YX_CHECK(storage::check_suite(reader, keys));
               return storage::check_audit(reader);
           }));
    if (audit.first_broken == 0) return audit.events;
    return Error(ErrorCode::storage_unavailable,
                 fmt::format("the audit chain breaks at {}; see `yinxin audit` on the old database",
                             audit.first_broken));
}

Result<void> move(const std::filesystem::path& data, const config::Database& target) {
    YX_TRY(config::Settings settings, load_directory_settings(data));
    if (!settings.database.is_embedded()) {
        return Error(ErrorCode::invalid_input, "this installation is on PostgreSQL already");
    }
    const bool is_shared = settings.blobs.is_s3();
    settings.database = target;
    // The same rules as in the settings: no password in an address.
    YX_CHECK(config::parse_settings(config::describe(settings)));
    const storage::Location place = database_location(data, settings);
    std::int64_t rows = 0;
    YX_TRY(const auto moved,
           storage::move_to_postgres(data / database_file,
                                     *place.postgres,
                                     SystemClock().now(),
                                     [&rows](const storage::MovedTable& table) {
                                         rows += table.sum.rows();
                                         say(fmt::format("{:28} {:>12} rows  {}",
                                                         table.name,
                                                         table.sum.rows(),
                                                         table.sum.hex().substr(0, digits_shown)));
                                     }));
    YX_TRY(const std::int64_t events, look_at(data, place));
    say(
        fmt::format("{} rows of {} tables are over there and were compared; the audit chain of {} "
                    "events is whole.",
                    rows,
                    moved.size(),
                    events));
    say("Next: put this into " + (data / settings_file).string() + ", in place of its [database]:");
    say("[database]\nkind = \"postgresql\"\nurl = \"" + target.url + "\"");
    if (!target.password_file.empty()) {
        say("password_file = \"" + target.password_file.string() + "\"");
    }
    say("Then `yinxin fsck --data " + data.string() + "`, and start the service. Keep " +
        (data / database_file).string() + " as a copy of this day; never serve it again.");
    if (!is_shared) {
        say("Several nodes share the files as well: docs/blobs.md.");
    }
    return ok();
}

}  // namespace

int run_move(const std::filesystem::path& data, const config::Database& target) {
    const auto moved = move(data, target);
    return moved ? exit_ok : fail(moved.error());
}

}  // namespace yinxin::cli
