// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/paper_batches.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/service/paper_register.hpp"
#include "yinxin/sheets/sheet_reader.hpp"
#include "yinxin/storage/paper_certificates.hpp"

#include <algorithm>
#include <set>

namespace yinxin::service {
namespace {

using domain::StaffActor;
using storage::LineKey;
using storage::Reader;
using storage::Transaction;

constexpr std::size_t least_cells = 4;
constexpr std::size_t most_cells = 5;
constexpr std::size_t longest_cell = 500;
constexpr std::size_t rows_in_a_transaction = 250;

/// A heading has no digit; every 管理号 has.
bool is_heading(const sheets::Row& row) {
    return std::ranges::none_of(row.cells.front().text,
                                [](char c) { return c >= '0' && c <= '9'; });
}

PaperRow row_of(const sheets::Row& row) {
    const auto cell = [&row](std::size_t i) {
        return i < row.cells.size() ? std::string(trim(row.cells[i].text)) : std::string();
    };
    PaperRow read;
    read.number = row.number;
    read.management_no = cell(0);
    read.form = {cell(1), cell(2), cell(4), cell(3)};
    const bool fits = row.cells.size() >= least_cells && row.cells.size() <= most_cells;
    if (!fits) read.problem = PaperProblem::columns;
    return read;
}

PaperProblem problem_of_form(const Error& error) {
    const auto param = [&error](const char* name) {
        const auto found = error.params().find(name);
        return found == error.params().end() ? std::string() : found->second;
    };
    const std::string field = param("field");
    if (field == "serial") return PaperProblem::serial_invalid;
    if (field != "until") return PaperProblem::place_invalid;
    return param("reason") == "passed" ? PaperProblem::until_passed : PaperProblem::until_invalid;
}

/// What the register says about one row.
struct Judged {
    PaperProblem problem = PaperProblem::none;
    LineKey key;
    domain::PaperCertificate paper;
};

/// Looks at rows one after the other; remembers what stood in the list before.
class RowJudge {
  public:
    RowJudge(Reader& reader, const StaffActor& actor, CivilDay today)
        : reader_(reader), actor_(actor), today_(today) {}

    Result<Judged> judge(const PaperRow& row) {
        Judged judged;
        if (row.problem == PaperProblem::columns) {
            judged.problem = row.problem;
            return judged;
        }
        YX_CHECK(judge_number(row, judged));
        if (judged.problem == PaperProblem::none) YX_CHECK(judge_form(row, judged));
        return judged;
    }

  private:
    Result<void> judge_number(const PaperRow& row, Judged& judged) {
        const auto number = domain::parse_management_no(row.management_no);
        if (!number) return stop(judged, PaperProblem::number_invalid);
        if (!numbers_.insert(*number).second) return stop(judged, PaperProblem::number_twice);
        YX_TRY(const auto key, storage::find_line_by_management_no(reader_, *number));
        if (!key) return stop(judged, PaperProblem::number_unknown);
        YX_TRY(const auto target, storage::find_paper_target(reader_, *key));
        if (!target || !actor_.covers(target->issuer_id)) {
            return stop(judged, PaperProblem::number_unknown);
        }
        issuer_id_ = target->issuer_id;
        judged.key = *key;
        YX_TRY(const auto before, storage::find_paper_certificate(reader_, key->holder, key->line));
        if (before) {
            const auto serial = domain::parse_certificate_no(row.form.serial);
            const bool is_same =
                serial && before->serial == *serial && before->state == domain::PaperState::printed;
            return stop(judged,
                        is_same ? PaperProblem::printed_already : PaperProblem::not_reissued);
        }
        return target->is_in_force() ? Result<void>(ok()) : stop(judged, PaperProblem::not_valid);
    }

    Result<void> judge_form(const PaperRow& row, Judged& judged) {
        auto paper = domain::read_paper(row.form, today_);
        if (!paper) return stop(judged, problem_of_form(paper.error()));
        judged.paper = *std::move(paper);
        const std::string& serial = judged.paper.serial;
        if (!serials_.insert(serial).second) return stop(judged, PaperProblem::serial_twice);
        YX_TRY(const auto taken, storage::find_line_by_paper_serial(reader_, issuer_id_, serial));
        return taken ? stop(judged, PaperProblem::serial_taken) : Result<void>(ok());
    }

    static Result<void> stop(Judged& judged, PaperProblem problem) {
        judged.problem = problem;
        return ok();
    }

    Reader& reader_;
    const StaffActor& actor_;
    CivilDay today_;
    std::string issuer_id_;
    std::set<std::string> numbers_;
    std::set<std::string> serials_;
};

/// One transaction: every row is judged again, because it was looked at a while ago.
Result<std::int64_t> register_some(Transaction& transaction,
                                   const Services& services,
                                   const StaffActor& actor,
                                   std::span<PaperRow> rows,
                                   Instant now) {
    RowJudge judge(transaction, actor, civil_day(now));
    std::int64_t registered = 0;
    for (PaperRow& row : rows) {
        if (row.problem != PaperProblem::none) continue;
        YX_TRY(const Judged judged, judge.judge(row));
        row.problem = judged.problem;
        if (row.problem != PaperProblem::none) continue;
        YX_CHECK(enter_printed(transaction, services, actor, judged.key, judged.paper, now));
        ++registered;
    }
    return registered;
}

std::string plain_cell(std::string_view text) {
    std::string plain(text);
    std::ranges::replace_if(plain, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return replace_all(std::move(plain), "\"", "");
}

}  // namespace

Result<std::vector<PaperRow>> read_paper_rows(BytesView file) {
    sheets::SheetOptions options;
    options.limits.rows = most_paper_rows + 1;
    options.limits.columns = most_cells + 1;
    options.limits.cell_bytes = longest_cell;
    YX_TRY(const auto sheet, sheets::open_sheet(file, options));
    std::vector<PaperRow> rows;
    bool is_first = true;
    YX_CHECK(sheet->each_row([&](const sheets::Row& row) -> Result<sheets::Walk> {
        const bool is_skipped = is_first && !row.cells.empty() && is_heading(row);
        is_first = false;
        if (!is_skipped) rows.push_back(row_of(row));
        return sheets::Walk::on;
    }));
    if (rows.size() > most_paper_rows) {
        return Error(ErrorCode::sheet_too_many_rows).with("most", std::to_string(most_paper_rows));
    }
    return rows;
}

std::string write_paper_rows(const std::vector<PaperRow>& rows) {
    std::string text;
    for (const PaperRow& row : rows) {
        const auto& form = row.form;
        text += plain_cell(row.management_no) + "\t" + plain_cell(form.serial) + "\t" +
                plain_cell(form.place_zh) + "\t" + plain_cell(form.until);
        if (!form.place_en.empty()) text += "\t" + plain_cell(form.place_en);
        text += "\n";
    }
    return text;
}

Task<Result<std::vector<PaperRow>>> check_paper_rows(Services& services,
                                                     StaffActor actor,
                                                     std::vector<PaperRow> rows) {
    YX_CO_CHECK(require(actor, domain::OfficeAct::keep_paper_register));
    const CivilDay today = civil_day(services.clock.now());
    auto read = [actor, today, rows](Reader& reader) -> Result<std::vector<PaperRow>> {
        std::vector<PaperRow> looked_at = rows;
        RowJudge judge(reader, actor, today);
        for (PaperRow& row : looked_at) {
            YX_TRY(const Judged judged, judge.judge(row));
            row.problem = judged.problem;
        }
        return looked_at;
    };
    co_return co_await services.store.read(read);
}

Task<Result<RegisteredRows>> register_paper_rows(Services& services,
                                                 StaffActor actor,
                                                 std::vector<PaperRow> rows) {
    // What is twice in the whole list must not depend on where the transactions are cut.
    YX_CO_TRY(rows, co_await check_paper_rows(services, actor, std::move(rows)));
    const auto shared = std::make_shared<std::vector<PaperRow>>(std::move(rows));
    const Instant now = services.clock.now();
    RegisteredRows outcome;
    for (std::size_t from = 0; from < shared->size(); from += rows_in_a_transaction) {
        const std::size_t count = std::min(rows_in_a_transaction, shared->size() - from);
        auto write = [&services, actor, shared, from, count, now](Transaction& transaction) {
            return register_some(
                transaction, services, actor, std::span(*shared).subspan(from, count), now);
        };
        YX_CO_TRY(const std::int64_t registered, co_await services.store.write(write));
        outcome.registered += registered;
    }
    for (PaperRow& row : *shared) {
        if (row.problem != PaperProblem::none) outcome.left.push_back(std::move(row));
    }
    co_return outcome;
}

}  // namespace yinxin::service
