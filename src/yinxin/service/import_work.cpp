// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_work.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/service/import_check.hpp"
#include "yinxin/service/import_photos.hpp"
#include "yinxin/service/import_reading.hpp"
#include "yinxin/service/import_uploads.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/storage/import_files.hpp"
#include "yinxin/storage/import_work.hpp"

#include <chrono>
#include <future>

namespace yinxin::service {
namespace {

using domain::ImportFileKind;
using domain::ImportId;
using domain::ImportState;
using storage::ImportRecord;
using storage::ImportRow;
using storage::Reader;
using storage::Transaction;

/// So many rows share a transaction: some fifteen milliseconds of the writer's time.
constexpr std::int64_t rows_of_a_piece = 500;
constexpr std::chrono::seconds lease{120};
constexpr std::chrono::seconds between_looks{1};
/// How long another node has, whose directory of uploads holds what this one's does not.
constexpr std::chrono::seconds left_to_others{2};

/// When it is somebody else's turn.
class Slice {
  public:
    explicit Slice(const ImportWork& work) : work_(work) {}

    /// @error unavailable  the process ends, or the slice is over and another import waits.
    Result<void> may_go_on() {
        if (work_.stops && work_.stops()) return Error(ErrorCode::unavailable, "stopping");
        const auto now = std::chrono::steady_clock::now();
        if (now - started_ < work_.slice || now - looked_ < between_looks) return ok();
        looked_ = now;
        const Instant at = work_.services.clock.now();
        YX_TRY(const bool waits, work_.services.store.read_now([&](Reader& reader) {
            return storage::has_waiting_import(reader, at);
        }));
        return waits ? Result<void>(Error(ErrorCode::unavailable, "the next one's turn")) : ok();
    }

  private:
    const ImportWork& work_;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point looked_{};
};

Result<storage::ImportFile> load_sheet(const Services& services, ImportId import) {
    YX_TRY(auto file, services.store.read_now([&](Reader& reader) {
        return storage::find_import_file(reader, services.keys, import, ImportFileKind::sheet);
    }));
    if (!file || !file->waits()) return Error(ErrorCode::import_file_unknown, "no sheet waits");
    return *std::move(file);
}

Result<domain::ImportPlan> load_plan(const Services& services, ImportId import) {
    YX_TRY(const std::string packed, services.store.read_now([&](Reader& reader) {
        return storage::load_import_plan(reader, services.keys, import);
    }));
    return unpack_plan(packed);
}

Result<void> forget_sheet(const Services& services,
                          ImportId import,
                          const storage::ImportFile& file) {
    YX_CHECK(services.store.write_now([&](Transaction& transaction) {
        return storage::forget_import_file(transaction, import, ImportFileKind::sheet);
    }));
    return storage::remove_spooled(spool_directory(services), file.spooled.name);
}

Result<void> finish(const Services& services, const ImportRecord& import) {
    const Instant now = services.clock.now();
    return services.store.write_now([&](Transaction& transaction) {
        return storage::finish_import_check(transaction, import, now);
    });
}

// ------------------------------------------------------------------ looking through the table

Result<void> read_table(const ImportWork& work, const ImportRecord& import) {
    const Services& services = work.services;
    YX_TRY(const auto file, load_sheet(services, import.id));
    YX_TRY(auto memory, services.store.read_now([&](Reader& reader) {
        return storage::load_column_memory(reader, import.issuer_id);
    }));
    YX_TRY(const auto content, storage::SpoolMemory::open(spool_directory(services), file.spooled));
    YX_TRY(const SheetLook look,
           look_through(content.view(), make_header_memory(std::move(memory)), work.stops));
    const Instant now = services.clock.now();
    return services.store.write_now([&](Transaction& transaction) {
        return storage::keep_import_head(
            transaction, services.keys, import.id, pack(look.head), look.rows, now);
    });
}

// ---------------------------------------------------------------------- taking the rows over

/// Collects rows and writes them in pieces: the next one is read, checked and sealed while the one
/// before is written.
class Stager {
  public:
    Stager(const Services& services, ImportRecord import, const ImportChecker& checker)
        : services_(services), import_(std::move(import)), checker_(checker) {}
    Stager(const Stager&) = delete;
    Stager& operator=(const Stager&) = delete;
    ~Stager() {
        if (writing_.valid()) writing_.wait();
    }

    /// Number of the last row that need not be read.
    [[nodiscard]] std::int64_t cursor() const noexcept { return import_.cursor_row; }
    [[nodiscard]] bool is_full() const noexcept {
        return static_cast<std::int64_t>(rows_.size()) >= rows_of_a_piece;
    }
    void add(std::int64_t row_no, domain::StagedRow staged) {
        rows_.push_back(checker_.check(row_no, std::move(staged)));
    }

    /// Begins to write what was collected. @error of the piece before
    Result<void> flush() {
        if (rows_.empty()) return ok();
        YX_TRY(const Piece piece, finish_piece());
        YX_CHECK(wait());
        const Instant until = services_.clock.now() + lease;
        writing_ = services_.store.begin_write([this, piece, until](Transaction& transaction) {
            return write(transaction, piece, until);
        });
        last_row_ = piece.last_row;
        rows_.clear();
        return ok();
    }
    /// What became of the piece under way.
    Result<void> wait() {
        if (!writing_.valid()) return ok();
        YX_CHECK(writing_.get());
        import_.cursor_row = last_row_;
        return ok();
    }

  private:
    struct PhotoOfRow {
        std::int64_t entry_no = 0;
        std::int64_t row_no = 0;
    };
    struct Piece {
        std::int64_t first_row = 0;
        std::int64_t last_row = 0;
        std::int64_t count = 0;
        storage::SealedImportRows rows;
        std::vector<PhotoOfRow> photos;
    };

    Result<Piece> finish_piece() const {
        // A copy is looked around for: the function may be run again.
        YX_TRY(const auto rows,
               services_.store.read_now([&](Reader& reader) -> Result<std::vector<RowInHand>> {
                   std::vector<RowInHand> rows = rows_;
                   YX_CHECK(checker_.look_around(reader, rows));
                   return rows;
               }));
        std::vector<ImportRow> stored;
        std::vector<PhotoOfRow> photos;
        for (const RowInHand& row : rows) {
            stored.push_back(checker_.to_store(row, 1));
            if (row.photo_entry) photos.push_back({*row.photo_entry, row.row_no});
        }
        return Piece{rows.front().row_no,
                     rows.back().row_no,
                     std::ssize(rows),
                     {services_.keys, import_.id, std::move(stored)},
                     std::move(photos)};
    }
    Result<void> write(Transaction& transaction, const Piece& piece, Instant until) const {
        // The import's row is changed first: nobody else writes rows of it before the end.
        transaction.see_commits();
        YX_CHECK(storage::advance_import(transaction, import_, piece.last_row, piece.count, until));
        YX_CHECK(storage::insert_import_rows(transaction, piece.rows));
        for (const PhotoOfRow& photo : piece.photos)
            YX_CHECK(storage::set_photo_row(transaction, import_.id, photo.entry_no, photo.row_no));
        YX_TRY(const auto twins, checker_.find_twins(transaction, piece.first_row, piece.last_row));
        for (const std::int64_t twin : twins)
            YX_CHECK(compare(transaction, twin));
        return ok();
    }
    Result<void> compare(Transaction& transaction, std::int64_t row_no) const {
        YX_TRY(auto row, storage::find_import_row(transaction, services_.keys, import_.id, row_no));
        if (!row) return ok();
        YX_TRY(const bool differs, checker_.compare_with_twins(transaction, *row));
        if (!differs) return ok();
        return storage::update_import_row(transaction, services_.keys, import_.id, *row);
    }

    const Services& services_;
    ImportRecord import_;
    const ImportChecker& checker_;
    std::vector<RowInHand> rows_;
    std::future<Result<void>> writing_;  ///< reads import_ and checker_
    std::int64_t last_row_ = 0;          ///< of what is being written
};

Result<void> stage(const ImportWork& work, const ImportRecord& import) {
    const Services& services = work.services;
    YX_TRY(const auto file, load_sheet(services, import.id));
    YX_TRY(auto plan, load_plan(services, import.id));
    ImportChecker checker(services, import, std::move(plan), services.clock.now());
    YX_CHECK(services.store.read_now([&](Reader& reader) { return checker.survey(reader); }));
    {
        YX_TRY(const auto content,
               storage::SpoolMemory::open(spool_directory(services), file.spooled));
        YX_TRY(const auto reader, sheets::open_sheet(content.view(), {import_limits(), {}}));
        Stager stager(services, import, checker);
        Slice slice(work);
        const auto walked = reader->each_row([&](const sheets::Row& row) -> Result<sheets::Walk> {
            const auto number = static_cast<std::int64_t>(row.number);
            if (number <= checker.plan().header_row || number <= stager.cursor()) {
                return sheets::Walk::on;
            }
            domain::StagedRow staged = staged_row(row);
            if (!is_result(staged, checker.plan())) return sheets::Walk::on;
            stager.add(number, std::move(staged));
            if (stager.is_full()) {
                YX_CHECK(stager.flush());
                YX_CHECK(slice.may_go_on());
            }
            return sheets::Walk::on;
        });
        // First what became of the piece under way: the import may be another node's by now.
        YX_CHECK(stager.wait());
        YX_CHECK(walked);
        YX_CHECK(stager.flush());
        YX_CHECK(stager.wait());
    }
    YX_CHECK(finish(services, import));
    return forget_sheet(services, import.id, file);
}

// ------------------------------------------------------------------------- checking them anew

/// Some of the stored rows, checked again.
struct PieceInHand {
    struct Checked {
        ImportRow row;
        std::optional<std::int64_t> photo_entry;
    };
    std::vector<Checked> checked;  ///< those that are not left out
    std::int64_t last = 0;         ///< number of the last row seen
    std::int64_t seen = 0;
};

Result<PieceInHand> check_again(const ImportChecker& checker,
                                Reader& reader,
                                const std::vector<ImportRow>& rows) {
    PieceInHand piece;
    std::vector<RowInHand> hands;
    std::vector<std::int64_t> versions;
    for (const ImportRow& row : rows) {
        piece.last = row.row_no;
        ++piece.seen;
        if (row.state == domain::ImportRowState::left_out) continue;
        YX_TRY(domain::StagedRow staged, unpack_staged_row(row.cells));
        hands.push_back(checker.check(row.row_no, std::move(staged)));
        versions.push_back(row.version);
    }
    YX_CHECK(checker.look_around(reader, hands));
    for (std::size_t i = 0; i < hands.size(); ++i) {
        piece.checked.push_back({checker.to_store(hands[i], versions[i]), hands[i].photo_entry});
    }
    return piece;
}

Result<std::int64_t> check_piece(const ImportWork& work,
                                 const ImportChecker& checker,
                                 ImportRecord& import) {
    const Services& services = work.services;
    YX_TRY(PieceInHand piece, services.store.read_now([&](Reader& reader) -> Result<PieceInHand> {
        YX_TRY(const auto rows,
               storage::list_import_rows(reader,
                                         services.keys,
                                         import.id,
                                         storage::ImportRowFilter::all,
                                         {},
                                         import.cursor_row,
                                         rows_of_a_piece));
        return check_again(checker, reader, rows);
    }));
    if (piece.seen == 0) return std::int64_t{0};
    const Instant until = services.clock.now() + lease;
    YX_CHECK(services.store.write_now([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::advance_import(transaction, import, piece.last, piece.seen, until));
        for (PieceInHand::Checked& one : piece.checked) {
            // Every row comes past here, so each looks only for its own twins.
            YX_TRY(const bool has_changed, checker.compare_with_twins(transaction, one.row));
            (void)has_changed;
            YX_CHECK(storage::update_import_row(transaction, services.keys, import.id, one.row));
            if (!one.photo_entry) continue;
            YX_CHECK(
                storage::set_photo_row(transaction, import.id, *one.photo_entry, one.row.row_no));
        }
        return ok();
    }));
    import.cursor_row = piece.last;
    return piece.seen;
}

Result<void> check_all(const ImportWork& work, ImportRecord import) {
    YX_TRY(auto plan, load_plan(work.services, import.id));
    const Services& services = work.services;
    ImportChecker checker(services, import, std::move(plan), services.clock.now());
    YX_CHECK(services.store.read_now([&](Reader& reader) { return checker.survey(reader); }));
    Slice slice(work);
    for (;;) {
        YX_TRY(const std::int64_t seen, check_piece(work, checker, import));
        if (seen == 0) return finish(work.services, import);
        YX_CHECK(slice.may_go_on());
    }
}

// ------------------------------------------------------------------------------ what goes wrong

/// Whether the error is about the uploaded file and will stay.
bool is_of_the_file(ErrorCode code) {
    const int number = static_cast<int>(code);
    const bool is_of_sheets = number > 800 && number < 820;
    return is_of_sheets || code == ErrorCode::import_empty ||
           code == ErrorCode::import_file_unknown || code == ErrorCode::unsealing_failed ||
           code == ErrorCode::file_missing || code == ErrorCode::malformed;
}

/// Whether the upload may lie at another node: with one process it is gone.
bool may_be_elsewhere(const Services& services, const Error& error) {
    return error.code() == ErrorCode::file_missing && !services.settings.database.is_embedded();
}

/// The photos of an import that cannot be read are told and given up; the table goes on.
Result<void> take_photos_or_say(const ImportWork& work, const ImportRecord& import) {
    const Services& services = work.services;
    const Result<void> taken = take_photos(services, import, work.stops);
    if (taken || !is_of_the_file(taken.error().code())) return taken;
    if (may_be_elsewhere(services, taken.error())) return taken;
    log::warning("import.photos_refused",
                 {{"import", import.id.str()}, {"error", dotted_name(taken.error().code())}});
    YX_TRY(const auto file, services.store.read_now([&](Reader& reader) {
        return storage::find_import_file(reader, services.keys, import.id, ImportFileKind::photos);
    }));
    YX_CHECK(services.store.write_now([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::note_import_failure(
            transaction, import.id, taken.error().code(), pack_facts(taken.error().params())));
        return storage::forget_import_file(transaction, import.id, ImportFileKind::photos);
    }));
    return file ? storage::remove_spooled(spool_directory(services), file->spooled.name) : ok();
}

Result<void> work_on(const ImportWork& work, const ImportRecord& import) {
    if (import.state == ImportState::reading) return read_table(work, import);
    YX_CHECK(take_photos_or_say(work, import));
    if (import.state == ImportState::staging) return stage(work, import);
    return check_all(work, import);
}

Result<void> settle(const Services& services, const ImportRecord& import, const Error& error) {
    const Instant now = services.clock.now();
    if (error.code() == ErrorCode::lease_lost) return ok();
    if (may_be_elsewhere(services, error)) {
        log::warning("import.upload_elsewhere", {{"import", import.id.str()}});
        return services.store.write_now([&](Transaction& transaction) {
            return storage::release_import(transaction, import.id, now + left_to_others);
        });
    }
    if (!is_of_the_file(error.code())) {
        YX_CHECK(services.store.write_now([&](Transaction& transaction) {
            return storage::release_import(transaction, import.id, now);
        }));
        return error.code() == ErrorCode::unavailable ? ok() : Result<void>(error);
    }
    log::info("import.refused",
              {{"import", import.id.str()}, {"error", dotted_name(error.code())}});
    return services.store.write_now([&](Transaction& transaction) {
        return storage::refuse_import(
            transaction, import.id, error.code(), pack_facts(error.params()), now);
    });
}

}  // namespace

Result<std::int64_t> work_on_imports(const ImportWork& work) {
    const Services& services = work.services;
    const Instant now = services.clock.now();
    YX_TRY(const bool waits, services.store.read_now([&](Reader& reader) {
        return storage::has_waiting_import(reader, now);
    }));
    if (!waits) return std::int64_t{0};
    YX_TRY(const auto import, services.store.write_now([&](Transaction& transaction) {
        return storage::claim_import(transaction, now, lease);
    }));
    if (!import) return std::int64_t{0};
    const Result<void> done = work_on(work, *import);
    if (!done) YX_CHECK(settle(services, *import, done.error()));
    return std::int64_t{1};
}

}  // namespace yinxin::service
