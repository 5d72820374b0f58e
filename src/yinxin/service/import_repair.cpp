// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_repair.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/homophones.hpp"
#include "yinxin/service/import_check.hpp"
#include "yinxin/storage/import_work.hpp"

#include <algorithm>
#include <set>

namespace yinxin::service {
namespace {

using domain::ImportId;
using domain::ImportRowState;
using domain::ImportState;
using domain::ProblemKind;
using domain::ResultField;
using domain::StaffActor;
using storage::ImportCounts;
using storage::ImportRecord;
using storage::ImportRow;
using storage::Reader;
using storage::Transaction;

/// A number that stands in more rows than these is noticed at the next whole check.
constexpr std::int64_t most_twins = 50;
constexpr std::size_t most_candidates = 12;

Result<RowView> view_of(const ImportRow& row, const domain::ImportPlan& plan) {
    RowView view;
    view.row_no = row.row_no;
    view.version = row.version;
    view.state = row.state;
    YX_TRY(const domain::StagedRow staged, unpack_staged_row(row.cells));
    for (const auto& [field, cell] : domain::row_of(staged, plan)) {
        view.values[field] = std::string(trim(cell.text));
    }
    YX_TRY(view.problems, problems_of(row));
    return view;
}

/// What the plan says and what is missing, in the order of the enumeration.
std::vector<ResultField> fields_of(const domain::ImportPlan& plan,
                                   const std::vector<RowView>& rows) {
    std::set<ResultField> shown;
    for (const auto& [field, source] : plan.sources) {
        shown.insert(field);
    }
    for (const RowView& row : rows) {
        for (const auto& problem : row.problems) {
            shown.insert(problem.field);
        }
        for (const auto& [field, value] : row.values) {
            shown.insert(field);
        }
    }
    return {shown.begin(), shown.end()};
}

Result<domain::ImportPlan> load_plan(Reader& reader, const Services& services, ImportId id) {
    YX_TRY(const std::string packed, storage::load_import_plan(reader, services.keys, id));
    return unpack_plan(packed);
}

/// For people with a homophone in brackets; slow the first time.
Task<Result<void>> add_candidates(Services& services, RowsView& view) {
    const auto is_bracket = [](const domain::ResultProblem& problem) {
        return problem.kind == ProblemKind::name_bracket;
    };
    for (RowView& row : view.rows) {
        if (std::ranges::none_of(row.problems, is_bracket)) continue;
        const auto name = domain::find_bracket_substitute(row.values[ResultField::name]);
        if (!name) continue;
        YX_CO_TRY(row.candidates, co_await flow::on_pool(services.cpu, [&services, name] {
                      std::vector<std::string> names;
                      for (const std::string& character :
                           rare_homophones(name->homophone, make_find_uncovered(services))) {
                          if (names.size() == most_candidates) break;
                          names.push_back(name->before + character + name->after);
                      }
                      return names;
                  }));
    }
    co_return ok();
}

ImportCounts operator-(const ImportCounts& a, const ImportCounts& b) {
    return {a.good - b.good,
            a.faulty - b.faulty,
            a.left_out - b.left_out,
            a.without_photo - b.without_photo};
}
void operator+=(ImportCounts& sum, const ImportCounts& one) {
    sum.good += one.good;
    sum.faulty += one.faulty;
    sum.left_out += one.left_out;
    sum.without_photo += one.without_photo;
}

/// Changes one row of a checked import and everything that hangs on it, in one transaction.
class RowChange {
  public:
    static Result<RowChange> open(Transaction& transaction,
                                  const Services& services,
                                  const StaffActor& actor,
                                  ImportId id,
                                  Instant now) {
        YX_TRY(ImportRecord record,
               load_open_import(transaction, actor, id, std::nullopt, ImportState::checked));
        YX_TRY(domain::ImportPlan plan, load_plan(transaction, services, id));
        return RowChange(transaction, services, actor, std::move(record), std::move(plan), now);
    }

    /// @error not_found, text.edited_meanwhile
    Result<ImportRow> load(std::int64_t row_no, std::int64_t version) {
        YX_TRY(auto row,
               storage::find_import_row(transaction_, services_.keys, record_.id, row_no));
        if (!row) return Error(ErrorCode::not_found, "row");
        if (row->version != version) return Error(ErrorCode::text_edited_meanwhile, "row");
        return *std::move(row);
    }

    /// The row checked again with these cells.
    Result<ImportRow> check(const ImportRow& row, domain::StagedRow staged) {
        RowInHand hand = checker_.check(row.row_no, std::move(staged));
        YX_CHECK(checker_.look_around(transaction_, hand));
        if (hand.photo_entry) {
            YX_CHECK(
                storage::set_photo_row(transaction_, record_.id, *hand.photo_entry, row.row_no));
        }
        return checker_.to_store(hand, row.version);
    }

    /// Writes the row and looks again at those it shared something with, before and after.
    Result<ImportRowState> write(const ImportRow& before, ImportRow after) {
        YX_TRY(std::set<std::int64_t> twins, checker_.twins_of(transaction_, before, most_twins));
        YX_TRY(const auto new_twins, checker_.twins_of(transaction_, after, most_twins));
        twins.insert(new_twins.begin(), new_twins.end());
        YX_TRY(const bool differs, checker_.compare_with_twins(transaction_, after));
        (void)differs;
        YX_CHECK(storage::update_import_row(transaction_, services_.keys, record_.id, after));
        difference_ += counts_of(after) - counts_of(before);
        for (const std::int64_t twin : twins) {
            YX_CHECK(compare(twin));
        }
        YX_CHECK(storage::adjust_import_counts(transaction_, record_.id, difference_, now_));
        const std::string what =
            "row " + std::to_string(after.row_no) + " " + std::string(domain::key(after.state));
        YX_CHECK(audit_import(transaction_, actor_, record_.id, what, now_));
        return after.state;
    }

  private:
    RowChange(Transaction& transaction,
              const Services& services,
              const StaffActor& actor,
              ImportRecord record,
              domain::ImportPlan plan,
              Instant now)
        : transaction_(transaction),
          services_(services),
          actor_(actor),
          record_(std::move(record)),
          checker_(services, record_, std::move(plan), now),
          now_(now) {}

    Result<void> compare(std::int64_t row_no) {
        YX_TRY(auto row,
               storage::find_import_row(transaction_, services_.keys, record_.id, row_no));
        if (!row) return ok();
        const ImportCounts before = counts_of(*row);
        YX_TRY(const bool differs, checker_.compare_with_twins(transaction_, *row));
        if (!differs) return ok();
        difference_ += counts_of(*row) - before;
        return storage::update_import_row(transaction_, services_.keys, record_.id, *row);
    }

    Transaction& transaction_;
    const Services& services_;
    const StaffActor& actor_;
    ImportRecord record_;
    ImportChecker checker_;
    Instant now_;
    ImportCounts difference_;
};

Task<Result<RowsView>> list_rows(Services& services,
                                 StaffActor actor,
                                 ImportId id,
                                 std::function<Result<void>(Reader&, RowsView&)> fill) {
    YX_CO_TRY(RowsView view, co_await services.store.read([&](Reader& reader) -> Result<RowsView> {
        RowsView rows;
        YX_TRY(rows.record,
               load_open_import(reader, actor, id, std::nullopt, ImportState::checked));
        YX_TRY(rows.plan, load_plan(reader, services, id));
        YX_CHECK(fill(reader, rows));
        rows.fields = fields_of(rows.plan, rows.rows);
        return rows;
    }));
    YX_CO_CHECK(co_await add_candidates(services, view));
    co_return view;
}

}  // namespace

Task<Result<RowsView>> list_faulty_rows(Services& services,
                                        StaffActor actor,
                                        ImportId id,
                                        std::string problem,
                                        std::int64_t after_row) {
    // A word that is no problem finds nothing, and must not reach a pattern.
    if (!problem.empty() && !domain::parse_key<ProblemKind>(problem)) {
        co_return Error(ErrorCode::not_found, "problem");
    }
    co_return co_await list_rows(
        services, actor, id, [&](Reader& reader, RowsView& view) -> Result<void> {
            YX_TRY(const auto rows,
                   storage::list_import_rows(reader,
                                             services.keys,
                                             id,
                                             storage::ImportRowFilter::faulty,
                                             problem,
                                             after_row,
                                             rows_of_a_page + 1));
            for (const ImportRow& row : rows) {
                if (static_cast<std::int64_t>(view.rows.size()) == rows_of_a_page) {
                    view.has_more = true;
                    break;
                }
                YX_TRY(RowView one, view_of(row, view.plan));
                view.rows.push_back(std::move(one));
            }
            return ok();
        });
}

Task<Result<RowsView>> find_row(Services& services,
                                StaffActor actor,
                                ImportId id,
                                std::int64_t row_no) {
    co_return co_await list_rows(
        services, actor, id, [&](Reader& reader, RowsView& view) -> Result<void> {
            YX_TRY(const auto row, storage::find_import_row(reader, services.keys, id, row_no));
            if (!row) return Error(ErrorCode::not_found, "row");
            YX_TRY(RowView one, view_of(*row, view.plan));
            view.rows.push_back(std::move(one));
            return ok();
        });
}

Task<Result<ImportRowState>> repair_row(Services& services,
                                        StaffActor actor,
                                        ImportId id,
                                        RowRepair repair) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write(
        [&](Transaction& transaction) -> Result<ImportRowState> {
            YX_TRY(RowChange change, RowChange::open(transaction, services, actor, id, now));
            YX_TRY(const ImportRow before, change.load(repair.row_no, repair.version));
            YX_TRY(domain::StagedRow staged, unpack_staged_row(before.cells));
            for (const auto& [field, value] : repair.values) {
                staged.typed[field] = std::string(trim(value));
            }
            YX_TRY(ImportRow after, change.check(before, std::move(staged)));
            return change.write(before, std::move(after));
        });
}

Task<Result<ImportRowState>> leave_out_row(
    Services& services, StaffActor actor, ImportId id, std::int64_t row_no, std::int64_t version) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write(
        [&](Transaction& transaction) -> Result<ImportRowState> {
            YX_TRY(RowChange change, RowChange::open(transaction, services, actor, id, now));
            YX_TRY(const ImportRow before, change.load(row_no, version));
            ImportRow after = before;
            after.state = ImportRowState::left_out;
            return change.write(before, std::move(after));
        });
}

Task<Result<ImportRowState>> take_back_row(
    Services& services, StaffActor actor, ImportId id, std::int64_t row_no, std::int64_t version) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write(
        [&](Transaction& transaction) -> Result<ImportRowState> {
            YX_TRY(RowChange change, RowChange::open(transaction, services, actor, id, now));
            YX_TRY(const ImportRow before, change.load(row_no, version));
            YX_TRY(domain::StagedRow staged, unpack_staged_row(before.cells));
            YX_TRY(ImportRow after, change.check(before, std::move(staged)));
            return change.write(before, std::move(after));
        });
}

Result<std::int64_t> leave_out_now(
    Transaction& transaction, const StaffActor& actor, ImportId id, LeftOut which, Instant now) {
    YX_TRY(const std::int64_t rows,
           which == LeftOut::faulty ? storage::leave_out_faulty_rows(transaction, id)
                                    : storage::leave_out_rows_without_photo(transaction, id));
    YX_CHECK(storage::recount_import(transaction, id, now));
    YX_CHECK(
        audit_import(transaction, actor, id, "left out " + std::to_string(rows) + " rows", now));
    return rows;
}

Task<Result<std::int64_t>> leave_out_rows(
    Services& services, StaffActor actor, ImportId id, std::int64_t version, LeftOut which) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<std::int64_t> {
        YX_CHECK(load_open_import(transaction, actor, id, version, ImportState::checked));
        return leave_out_now(transaction, actor, id, which, now);
    });
}

Task<Result<void>> take_back_rows(Services& services,
                                  StaffActor actor,
                                  ImportId id,
                                  std::int64_t version) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(load_open_import(transaction, actor, id, version, ImportState::checked));
        YX_CHECK(storage::take_back_left_out_rows(transaction, id));
        YX_CHECK(audit_import(transaction, actor, id, "took rows back", now));
        return storage::start_import_checking(transaction, id, now);
    });
}

Task<Result<std::vector<ProblemTotal>>> count_problems(Services& services,
                                                       StaffActor actor,
                                                       ImportId id) {
    using Totals = std::vector<ProblemTotal>;
    co_return co_await services.store.read([&](Reader& reader) -> Result<Totals> {
        YX_CHECK(load_own_import(reader, actor, id));
        YX_TRY(const auto counts, storage::count_import_problems(reader, id));
        std::map<ProblemKind, std::int64_t> by_kind;
        for (const storage::ProblemCount& count : counts) {
            for (const std::string_view name : split(count.problems, ' ')) {
                if (const auto kind = domain::parse_key<ProblemKind>(name)) {
                    by_kind[*kind] += count.rows;
                }
            }
        }
        Totals totals;
        for (const auto& [kind, rows] : by_kind) {
            totals.push_back({kind, rows});
        }
        std::ranges::sort(totals, std::ranges::greater(), &ProblemTotal::rows);
        return totals;
    });
}

}  // namespace yinxin::service
