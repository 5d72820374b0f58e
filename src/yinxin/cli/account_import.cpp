// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/account_import.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/new_file.hpp"
#include "yinxin/cli/progress_line.hpp"
#include "yinxin/service/account_imports.hpp"
#include "yinxin/sheets/sheet_reader.hpp"
#include "yinxin/sheets/sheet_writer.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using service::ImportedAccount;
using service::ImportedOutcome;
using service::ImportedVerdict;
using storage::Transaction;

constexpr std::size_t rows_at_once = 200;

constexpr std::array<std::string_view, 6> columns{
    "login_name", "password_hash", "id_type", "id_number", "name", "mobile"};

/// Where each column stands in the table.
using Places = std::array<std::size_t, columns.size()>;

Result<Places> read_header(const sheets::Row& row) {
    Places places{};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto found = std::ranges::find_if(row.cells, [i](const sheets::Cell& cell) {
            return to_lower_ascii(trim(cell.text)) == columns.at(i);
        });
        if (found == row.cells.end()) {
            return Error(ErrorCode::invalid_input,
                         "the first row has no column " + std::string(columns.at(i)));
        }
        places.at(i) = static_cast<std::size_t>(found - row.cells.begin());
    }
    return places;
}

ImportedAccount account_of(const sheets::Row& row, const Places& places) {
    const auto cell = [&](std::size_t column) {
        const std::size_t place = places.at(column);
        return place < row.cells.size() ? row.cells[place].text : std::string();
    };
    return {row.number, cell(0), cell(1), cell(2), cell(3), cell(4), cell(5)};
}

using Visit = std::function<Result<void>(ImportedAccount)>;

Result<void> each_account(sheets::SheetReader& sheet, const Visit& visit) {
    std::optional<Places> places;
    return sheet.each_row([&](const sheets::Row& row) -> Result<sheets::Walk> {
        if (!places) {
            YX_TRY(places, read_header(row));
        } else {
            YX_CHECK(visit(account_of(row, *places)));
        }
        return sheets::Walk::on;
    });
}

/// What came out, and the refused rows for the report.
struct Tally {
    std::map<ImportedOutcome, std::int64_t> counts;
    std::vector<std::array<std::string, 3>> refused;

    void add(const ImportedAccount& account, const ImportedVerdict& verdict) {
        ++counts[verdict.outcome];
        if (verdict.outcome != ImportedOutcome::refused) return;
        refused.push_back({std::to_string(account.row),
                           account.login_name,
                           std::string(domain::key(verdict.refusal))});
    }
};

class Importer {
  public:
    Importer(const AccountImportRequest& request, DataDirectory& data, Instant now)
        : request_(request), data_(data), now_(now) {}

    Result<void> run(sheets::SheetReader& sheet) {
        YX_CHECK(each_account(sheet, [this](const ImportedAccount& account) -> Result<void> {
            twice_.note(account);
            ++total_;
            return ok();
        }));
        YX_CHECK(each_account(sheet, [this](ImportedAccount account) -> Result<void> {
            waiting_.push_back(std::move(account));
            return waiting_.size() < rows_at_once ? ok() : flush();
        }));
        return flush();
    }
    [[nodiscard]] const Tally& tally() const noexcept { return tally_; }

  private:
    /// Some rows in one transaction, which is undone where nothing shall be changed.
    Result<void> flush() {
        std::vector<ImportedVerdict> verdicts;
        const auto written = data_.store->write_now([&](Transaction& transaction) -> Result<void> {
            verdicts.clear();  // a transaction may be run again
            for (const ImportedAccount& account : waiting_) {
                YX_TRY(const ImportedVerdict verdict,
                       service::import_account(
                           transaction, data_.keys, account, twice_, mobiles(), now_));
                verdicts.push_back(verdict);
            }
            if (!request_.is_applied) return Error(ErrorCode::conflict, "a rehearsal is undone");
            return ok();
        });
        if (!written && (request_.is_applied || verdicts.size() != waiting_.size())) return written;
        for (std::size_t i = 0; i < waiting_.size(); ++i)
            tally_.add(waiting_[i], verdicts[i]);
        done_ += static_cast<std::int64_t>(waiting_.size());
        waiting_.clear();
        progress_.show("accounts", done_, total_);
        return ok();
    }
    [[nodiscard]] service::ImportedMobiles mobiles() const {
        return request_.mobiles_verified ? service::ImportedMobiles::verified
                                         : service::ImportedMobiles::only_stated;
    }

    const AccountImportRequest& request_;
    DataDirectory& data_;
    Instant now_;
    service::ImportedTwice twice_;
    std::vector<ImportedAccount> waiting_;
    Tally tally_;
    std::int64_t total_ = 0;
    std::int64_t done_ = 0;
    ProgressLine progress_;
};

Result<void> write_report(const std::filesystem::path& path, const Tally& tally) {
    const auto writer = sheets::make_csv_writer();
    writer->add_row(std::array<std::string, 3>{"row", "login_name", "reason"});
    for (const auto& row : tally.refused)
        writer->add_row(row);
    YX_TRY(const Bytes table, writer->finish());
    YX_TRY(NewFile file, NewFile::open(path));
    YX_CHECK(file.write(table));
    return file.commit();
}

void print(const Tally& tally, const AccountImportRequest& request) {
    const auto count = [&tally](ImportedOutcome outcome) {
        const auto found = tally.counts.find(outcome);
        return found == tally.counts.end() ? 0 : found->second;
    };
    fmt::print("{} bound to their person, {} made without, {} as before, {} refused.\n",
               count(ImportedOutcome::bound),
               count(ImportedOutcome::made),
               count(ImportedOutcome::unchanged),
               count(ImportedOutcome::refused));
    std::map<std::string, int> reasons;
    for (const auto& row : tally.refused)
        ++reasons[row[2]];
    for (const auto& [reason, rows] : reasons)
        fmt::print("  {:>8}  {}\n", rows, reason);
    if (!reasons.empty()) fmt::print("What to do about each: docs/login.md.\n");
    if (!request.is_applied) fmt::print("Nothing was changed; say --apply to do it.\n");
}

Result<void> run(const AccountImportRequest& request) {
    const Instant now = SystemClock().now();
    YX_TRY(const Bytes file, read_file(request.file));
    YX_TRY(const auto sheet, sheets::open_sheet(file));
    YX_TRY(DataDirectory data, DataDirectory::open(request.data, Files::left_alone));
    Importer importer(request, data, now);
    YX_CHECK(importer.run(*sheet));
    if (request.is_applied) {
        YX_CHECK(data.store->write_now([&](Transaction& transaction) {
            return service::audit_account_import(
                transaction, crypto::sha256(file), importer.tally().counts, now);
        }));
    }
    if (!request.report.empty()) YX_CHECK(write_report(request.report, importer.tally()));
    print(importer.tally(), request);
    return ok();
}

}  // namespace

int run_account_import(const AccountImportRequest& request) {
    const Result<void> done = run(request);
    if (done) return exit_ok;
    fmt::print(stderr, "yinxin: {}: {}\n", dotted_name(done.error().code()), done.error().detail());
    return exit_failed;
}

}  // namespace yinxin::cli
