// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/restore.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/backup.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/fsck.hpp"
#include "yinxin/cli/invariants.hpp"
#include "yinxin/cli/progress_line.hpp"
#include "yinxin/cli/restore_target.hpp"
#include "yinxin/domain/copy_format.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/sqlite_snapshot.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;
using storage::Reader;
using storage::WitnessLine;

/// What the signing rooms allow between two clocks.
constexpr std::chrono::seconds clock_tolerance{2};
constexpr std::int64_t events_at_once = 5'000;
/// The settings of an installation whose files were in a bucket.
constexpr std::string_view saved_settings_file = "yinxin.toml.saved";

Result<std::vector<WitnessLine>> lines_of(const fs::path& witness) {
    if (witness.empty()) return std::vector<WitnessLine>{};
    return storage::read_witness(witness);
}

/// Ids are made of the time: a clock that stands before what was given out would repeat some.
Result<void> check_clock(Instant now, Instant known, std::string_view from) {
    if (now + clock_tolerance >= known) return ok();
    return Error(ErrorCode::clock_behind,
                 fmt::format("the clock says {}, {} knows {}: set the clock first",
                             format_utc(now),
                             from,
                             format_utc(known)));
}

Result<void> check_clock(Instant now, const std::vector<WitnessLine>& lines) {
    const WitnessLine last = storage::newest(lines);
    return last.at ? check_clock(now, *last.at, "the witness") : ok();
}

/// Numbers moved on, and the audit numbered to its end, so that a witness can see it.
Result<void> begin_generation(storage::Store& store,
                              const RestoreRequest& request,
                              const std::string& source,
                              Instant now,
                              Restored& restored) {
    YX_TRY(const auto lines, lines_of(request.witness));
    YX_CHECK(check_clock(now, lines));
    YX_TRY(const Instant last,
           store.read_now([](Reader& reader) { return storage::last_audit_time(reader); }));
    YX_CHECK(check_clock(now, last, "the audit"));
    YX_TRY(restored.generation,
           store.write_now([&](storage::Transaction& transaction) -> Result<std::int64_t> {
               YX_TRY(const storage::AuditHead head, storage::audit_head(transaction));
               const WitnessLine seen = storage::newest(lines);
               const bool is_behind = seen.seq > head.seq;
               storage::NewRestoration record{now, head, head, request.gap, source};
               if (is_behind) record.witness = {seen.seq, seen.chain};
               restored.lost_events = is_behind ? seen.seq - head.seq : 0;
               return storage::record_restoration(transaction, record);
           }));
    for (;;) {
        YX_TRY(const std::int64_t numbered, store.write_now([](storage::Transaction& transaction) {
            return storage::number_audit_events(transaction, events_at_once);
        }));
        if (numbered == 0) break;
    }
    YX_TRY(restored.head, store.read_now(storage::audit_head));
    return ok();
}

/// All that fsck knows, of what is in place now or will be.
/// @param as_of  of the state that was put back: what has waited since then waits no longer for it.
Result<void> check_afterwards(const fs::path& directory, Instant as_of, Restored& restored) {
    YX_TRY(DataDirectory data, DataDirectory::open(directory));
    YX_TRY(const FsckReport report, check_data(data));
    restored.problems = report.problems;
    YX_TRY(const config::Settings settings, load_directory_settings(directory));
    YX_TRY(const InvariantReport invariants, check_invariants(*data.store, settings, {}, as_of));
    for (const InvariantCheck& check : invariants.checks) {
        if (check.violations > 0) {
            restored.problems.push_back(
                fmt::format("{}: {} violation(s)", check.code, check.violations));
        }
    }
    return ok();
}

/// Settings that name a bucket would let the older state, and every drill, collect as orphans what
/// the bucket got since. The settings as they were stay beside the new ones.
Result<void> leave_bucket(const fs::path& directory, Restored& restored) {
    const fs::path file = directory / settings_file;
    YX_TRY(const std::string saved, read_text_file(file));
    // As written: paths in it stay relative to wherever the directory comes to lie.
    YX_TRY(config::Settings settings, config::parse_settings(saved));
    if (!settings.blobs.is_s3()) return ok();
    restored.bucket = settings.blobs.bucket;
    settings.blobs.kind = config::Blobs().kind;
    YX_CHECK(write_file_durably(directory / saved_settings_file, as_bytes(saved)));
    return write_file_durably(file, as_bytes(config::describe(settings)));
}

/// A file that ended while the backup was made is not in it.
Result<void> forget_file(storage::Transaction& transaction, BytesView sha256) {
    struct Found {
        HolderId holder;
        CopyId copy;
        domain::CopyFormat format = domain::CopyFormat::pdf;
    };
    YX_TRY(const auto found,
           transaction.maybe<Found>(storage::sql::lookup::find_by_sha256, sha256));
    if (!found) return ok();
    YX_CHECK(transaction.execute(
        storage::sql::copy::forget_blob, found->holder, found->copy, found->format));
    return ok();
}

/// The database as it was, brought to this program's version, with the new generation in it.
Result<void> settle_database(const RestoreTarget& target,
                             const RestoreRequest& request,
                             Instant now,
                             Restored& restored) {
    const fs::path database = target.path() / database_file;
    YX_TRY(const auto rows, storage::check_sqlite(database));
    if (rows != restored.manifest.rows) {
        return Error(ErrorCode::malformed, "the database has other rows than the manifest says");
    }
    YX_CHECK(storage::migrate_sqlite(database.string(), storage::Create::no, now));
    YX_TRY(const auto store, storage::open_sqlite(database.string()));
    YX_CHECK(store->write_now([&](storage::Transaction& transaction) -> Result<void> {
        for (const std::string& hex : restored.sums.ended) {
            YX_TRY(const Bytes name, parse_hex(hex));
            YX_CHECK(forget_file(transaction, name));
        }
        return ok();
    }));
    const std::string source = "backup:" + restored.manifest.audit_chain.substr(0, 16);
    return begin_generation(*store, request, source, now, restored);
}

Result<Restored> read_only(const RestoreRequest& request, Instant now) {
    Restored restored;
    YX_TRY(BackupFacts facts, look_through(request.archive, request.key));
    restored.manifest = std::move(facts.manifest);
    restored.sums = std::move(facts.sums);
    restored.generation = restored.manifest.generation + 1;
    YX_TRY(const auto lines, lines_of(request.witness));
    YX_CHECK(check_clock(now, lines));
    YX_CHECK(check_clock(now, restored.manifest.made_at, "the backup"));
    restored.lost_events =
        std::max<std::int64_t>(0, storage::newest(lines).seq - restored.manifest.audit_seq);
    return restored;
}

void say_numbers(const RestoreRequest& request, const Restored& restored) {
    fmt::print(
        "Generation {}: numbers of certificates and feeds move on by {}, numbers of copies, codes "
        "and receipts come from a class of their own, all logins end.\n",
        restored.generation,
        request.gap);
    if (request.witness.empty()) {
        fmt::print(
            "No witness: how much is lost since then is not known. Events of the audit after place "
            "{} may be.\n",
            restored.manifest.audit_seq);
    } else {
        fmt::print("Lost, as far as the witness has seen: {} events of the audit.\n",
                   restored.lost_events);
    }
    fmt::print(
        "Whatever was decided in between is undone: enter revocations, suspensions, disabled staff "
        "and ended keys again before the service opens (docs/backup.md).\n");
}

int say_restored(const RestoreRequest& request, const Restored& restored) {
    say_numbers(request, restored);
    if (!restored.bucket.empty()) {
        fmt::print(
            "Files were in the bucket {}; here they lie in {}/, and {} says so (as it was: {}). "
            "The way back to a bucket: docs/blobs.md.\n",
            restored.bucket,
            blobs_folder,
            settings_file,
            saved_settings_file);
    }
    for (const std::string& problem : restored.problems)
        fmt::print("problem  {}\n", problem);
    fmt::print("Restored {}; {} problem(s).\n", request.data.string(), restored.problems.size());
    return restored.problems.empty() ? exit_ok : exit_failed;
}

int run_after_database(const RestoreRequest& request, Instant now) {
    if (!request.is_applied) {
        auto data = DataDirectory::open(request.data);
        if (!data) return fail_backup(data.error());
        const auto before = data->store->read_now(storage::generation_of);
        if (!before) return fail_backup(before.error());
        fmt::print(
            "Would begin generation {} in {}, with a gap of {}. Nothing was changed: add "
            "--apply.\n",
            *before + 1,
            request.data.string(),
            request.gap);
        return exit_ok;
    }
    const auto restored = restore_after_database(request, now);
    return restored ? say_restored(request, *restored) : fail_backup(restored.error());
}

}  // namespace

Result<Restored> restore_backup(const RestoreRequest& request, Instant now) {
    YX_TRY(storage::SealedSource source, open_backup(request.archive, request.key));
    YX_TRY(RestoreTarget target, RestoreTarget::prepare(request.data));
    Restored restored;
    {
        ProgressLine progress;
        YX_TRY(BackupFacts facts,
               read_backup(
                   std::move(source),
                   [&](const storage::BackupEntries::Entry& entry) { return target.open(entry); },
                   [&](std::int64_t bytes) { progress.show(fmt::format("{} MiB", bytes >> 20)); }));
        YX_CHECK(target.finish());
        restored.manifest = std::move(facts.manifest);
        restored.sums = std::move(facts.sums);
    }
    YX_CHECK(check_clock(now, restored.manifest.made_at, "the backup"));
    YX_CHECK(leave_bucket(target.path(), restored));
    YX_CHECK(settle_database(target, request, now, restored));
    YX_CHECK(check_afterwards(target.path(), restored.manifest.made_at, restored));
    YX_CHECK(target.put_in_place());
    if (!request.witness.empty()) {
        YX_CHECK(storage::write_witness(request.witness, restored.head, now));
    }
    return restored;
}

Result<Restored> restore_after_database(const RestoreRequest& request, Instant now) {
    Restored restored;
    {
        YX_TRY(DataDirectory data, DataDirectory::open(request.data));
        YX_TRY(const storage::AuditHead head, data.store->read_now(storage::audit_head));
        restored.manifest.audit_seq = head.seq;
        YX_TRY(restored.manifest.made_at, data.store->read_now(storage::last_audit_time));
        YX_CHECK(begin_generation(*data.store, request, "database", now, restored));
    }
    YX_CHECK(check_afterwards(request.data, restored.manifest.made_at, restored));
    if (!request.witness.empty()) {
        YX_CHECK(storage::write_witness(request.witness, restored.head, now));
    }
    return restored;
}

int run_restore(const RestoreRequest& request) {
    const Instant now = SystemClock().now();
    if (request.is_after_database) return run_after_database(request, now);
    if (request.is_applied) {
        const auto restored = restore_backup(request, now);
        if (!restored) return fail_backup(restored.error());
        say_manifest(restored->manifest, restored->sums);
        return say_restored(request, *restored);
    }
    if (const auto is_free = RestoreTarget::check_free(request.data); !is_free) {
        return fail_backup(is_free.error());
    }
    const auto read = read_only(request, now);
    if (!read) return fail_backup(read.error());
    say_manifest(read->manifest, read->sums);
    say_numbers(request, *read);
    fmt::print("Would be put into {}. Nothing was changed: add --apply.\n", request.data.string());
    return exit_ok;
}

}  // namespace yinxin::cli
