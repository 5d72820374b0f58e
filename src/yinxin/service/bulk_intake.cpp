// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/bulk_intake.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/bulk_rows.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/sheets/handed_in.hpp"

#include <algorithm>
#include <memory>
#include <numeric>

namespace yinxin::service {
namespace {

using domain::BulkId;
using sheets::HandedIn;
using storage::BulkFile;
using storage::BulkOwner;
using storage::BulkTable;
using storage::Reader;
using storage::Transaction;

constexpr std::chrono::hours hour{1};
/// Characters of a cell in the sample.
constexpr std::size_t sample_length = 24;
/// Headers and titles of all tables, beside the rows of data.
constexpr std::size_t most_header_rows = 500;

sheets::HandedLimits limits_of(const Services& services) {
    sheets::HandedLimits limits;
    limits.rows = domain::most_bulk_items + most_header_rows;
    limits.files = domain::most_bulk_files;
    limits.columns = domain::most_bulk_columns;
    limits.file_bytes = services.settings.limits.upload;
    return limits;
}

std::string owner_text(const BulkOwner& owner) {
    return std::string(domain::key(owner.kind)) + ":" + std::to_string(owner.id);
}

BulkTable to_table(const sheets::HandedTable& handed, std::int64_t no) {
    const TableHead head = find_table_head(handed.rows);
    return {no, handed.name, pack_rows(handed.rows), head.header_rows, head.columns};
}

Error too_many() {
    return Error(ErrorCode::bulk_too_many)
        .with("most", std::to_string(domain::most_bulk_items))
        .with("files", std::to_string(domain::most_bulk_files));
}

/// Rows of data and files, as far as it can be told yet: where no header was found, the first row
/// may be one.
Result<void> check_number(const HandedIn& handed) {
    std::size_t items = handed.files().size();
    for (const sheets::HandedTable& table : handed.tables()) {
        const auto header = static_cast<std::size_t>(find_table_head(table.rows).header_rows);
        items += table.rows.size() - std::max<std::size_t>(header, 1);
    }
    if (items == 0 && handed.tables().empty()) return Error(ErrorCode::bulk_empty);
    if (items > domain::most_bulk_items) return too_many();
    return ok();
}

/// The content of one file goes from the archive into its row; never two at a time in memory.
Task<Result<void>> put_file(Services& services,
                            std::shared_ptr<HandedIn> handed,
                            BulkId check,
                            std::size_t at) {
    const sheets::HandedFile& told = handed->files()[at];
    BulkFile file;
    file.no = static_cast<std::int64_t>(at) + 1;
    file.name = told.name;
    file.size = static_cast<std::int64_t>(told.size);
    if (told.fault) {
        file.fault = dotted_name(*told.fault);
    } else {
        YX_CO_TRY(file.content, co_await flow::on_pool(services.cpu, [handed, at] {
                      return handed->content(handed->files()[at]);
                  }));
    }
    co_return co_await services.store.write([&](Transaction& transaction) {
        return storage::insert_bulk_file(transaction, services.keys, check, file);
    });
}

Task<Result<void>> put_tables(Services& services,
                              const HandedIn& handed,
                              const BulkOwner& owner,
                              const storage::NewBulkCheck& check) {
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(take_allowance(transaction,
                                services.keys,
                                "bulk/upload",
                                owner_text(owner),
                                {bulk_uploads_per_hour, hour},
                                check.created_at));
        YX_CHECK(storage::insert_bulk_check(transaction, services.keys, check));
        std::int64_t no = 0;
        for (const sheets::HandedTable& table : handed.tables()) {
            YX_CHECK(storage::insert_bulk_table(
                transaction, services.keys, check.id, to_table(table, ++no)));
        }
        return ok();
    });
}

/// The first characters, with a sign that there are more.
std::string shortened(const std::string& text) {
    const auto points = decode_utf8(text);
    if (!points) return "";
    if (points->size() <= sample_length) return text;
    return encode_utf8(std::u32string_view(*points).substr(0, sample_length)) + "\u2026";
}

void look_at_rows(LookedTable& looked, const std::vector<sheets::Row>& rows) {
    const auto header = std::min(static_cast<std::size_t>(looked.header_rows), rows.size());
    looked.rows = static_cast<std::int64_t>(rows.size() - header);
    for (const sheets::Row& row : rows) {
        looked.column_count = std::max(looked.column_count, row.cells.size());
    }
    // Below a header that stands further down, too, some rows are shown.
    const std::size_t shown = std::max(most_samples_shown, header + 2);
    for (std::size_t i = 0; i < std::min(rows.size(), shown); ++i) {
        std::vector<std::string>& texts = looked.sample.emplace_back();
        for (const sheets::Cell& cell : rows[i].cells)
            texts.push_back(shortened(cell.text));
    }
    if (!looked.columns.is_complete()) return;
    for (std::size_t i = header; i < rows.size(); ++i) {
        const auto claim = parse_row(choose_fields(rows[i], looked.columns, looked.name));
        if (claim) continue;
        ++looked.fault_count;
        if (looked.faults.size() == most_faults_shown) continue;
        const auto field = claim.error().params().find("field");
        looked.faults.push_back(
            {static_cast<std::int64_t>(rows[i].number),
             std::string(dotted_name(claim.error().code())),
             field == claim.error().params().end() ? std::string() : field->second});
    }
}

Result<LookedTable> look_at_table(const BulkTable& table) {
    YX_TRY(const std::vector<sheets::Row> rows, unpack_rows(table.rows));
    LookedTable looked;
    looked.no = table.no;
    looked.name = table.name;
    looked.header_rows = table.header_rows;
    looked.columns = table.columns;
    look_at_rows(looked, rows);
    return looked;
}

Result<storage::BulkCheckRow> load_draft(Reader& reader,
                                         const Services& services,
                                         const BulkOwner& owner,
                                         BulkId check) {
    YX_TRY(auto row, storage::find_bulk_check(reader, services.keys, owner, check));
    if (!row) return Error(ErrorCode::not_found, "bulk check " + check.str());
    if (row->state != domain::BulkState::draft) return Error(ErrorCode::bulk_not_open);
    return *std::move(row);
}

Result<void> add_rows(std::vector<storage::BulkItem>& items, const BulkTable& table) {
    if (!table.columns.is_complete()) return Error(ErrorCode::bulk_columns_missing);
    YX_TRY(const std::vector<sheets::Row> rows, unpack_rows(table.rows));
    for (std::size_t i = static_cast<std::size_t>(table.header_rows); i < rows.size(); ++i) {
        const auto no = static_cast<std::int64_t>(items.size()) + 1;
        items.push_back(
            {no, std::nullopt, pack(choose_fields(rows[i], table.columns, table.name))});
    }
    return ok();
}

template <class List, class Count>
std::int64_t sum_of(const List& list, Count count) {
    return std::accumulate(
        list.begin(), list.end(), std::int64_t{0}, [&](std::int64_t sum, const auto& one) {
            return sum + count(one);
        });
}

}  // namespace

std::int64_t BulkLook::rows() const {
    return sum_of(tables, [](const LookedTable& table) { return table.rows; });
}
std::int64_t BulkLook::faulty_rows() const {
    return sum_of(tables, [](const LookedTable& table) { return table.fault_count; });
}
std::int64_t BulkLook::faulty_files() const {
    return sum_of(files, [](const BulkFile& file) { return file.fault.empty() ? 0 : 1; });
}
bool BulkLook::knows_columns() const {
    return std::ranges::all_of(
        tables, [](const LookedTable& table) { return table.columns.is_complete(); });
}
std::int64_t BulkLook::items() const {
    return rows() + static_cast<std::int64_t>(files.size());
}

Task<Result<BulkId>> hand_in_bulk(Services& services, BulkOwner owner, BulkUpload upload) {
    const Instant now = services.clock.now();
    const sheets::HandedLimits limits = limits_of(services);
    const storage::NewBulkCheck check{make_id<BulkId>(),
                                      owner,
                                      upload.language,
                                      upload.name,
                                      now,
                                      now + services.settings.bulk.keep_draft};
    // What reads it owns it: the pool may outlive this coroutine.
    auto taken = std::make_shared<BulkUpload>(std::move(upload));
    Result<HandedIn> read = co_await flow::on_pool(services.cpu, [taken, limits] {
        return HandedIn::read(std::move(taken->file), taken->name, limits);
    });
    if (!read && read.error().code() == ErrorCode::bulk_too_many) co_return too_many();
    if (!read) co_return Error(read.error());
    auto handed = std::make_shared<HandedIn>(*std::move(read));
    YX_CO_CHECK(check_number(*handed));
    YX_CO_CHECK(co_await put_tables(services, *handed, owner, check));
    for (std::size_t i = 0; i < handed->files().size(); ++i) {
        YX_CO_CHECK(co_await put_file(services, handed, check.id, i));
    }
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return storage::open_bulk_draft(transaction, owner, check.id);
    }));
    co_return check.id;
}

Result<BulkLook> look_at_bulk(Reader& reader,
                              const Services& services,
                              const BulkOwner& owner,
                              BulkId check) {
    BulkLook look;
    YX_TRY(look.check, load_draft(reader, services, owner, check));
    YX_TRY(const auto tables, storage::list_bulk_tables(reader, services.keys, check));
    for (const BulkTable& table : tables) {
        YX_TRY(LookedTable looked, look_at_table(table));
        look.tables.push_back(std::move(looked));
    }
    YX_TRY(look.files, storage::list_bulk_files(reader, services.keys, check));
    return look;
}

Task<Result<void>> choose_bulk_columns(Services& services,
                                       BulkOwner owner,
                                       BulkId check,
                                       ColumnChoice choice) {
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(load_draft(transaction, services, owner, check));
        const auto is_there = [](std::optional<std::size_t> column) {
            return column && *column < domain::most_bulk_columns;
        };
        const bool is_whole = choice.columns.is_complete() && is_there(choice.columns.name) &&
                              is_there(choice.columns.id_number) &&
                              is_there(choice.columns.management_number);
        if (!is_whole) return Error(ErrorCode::bulk_columns_missing);
        return storage::set_bulk_columns(
            transaction, check, choice.table, choice.header_rows, choice.columns);
    });
}

Result<std::vector<storage::BulkItem>> list_draft_items(Reader& reader,
                                                        const Services& services,
                                                        const BulkOwner& owner,
                                                        BulkId check) {
    YX_CHECK(load_draft(reader, services, owner, check));
    std::vector<storage::BulkItem> items;
    YX_TRY(const auto tables, storage::list_bulk_tables(reader, services.keys, check));
    for (const BulkTable& table : tables) {
        YX_CHECK(add_rows(items, table));
    }
    YX_TRY(const auto files, storage::list_bulk_files(reader, services.keys, check));
    for (const BulkFile& file : files) {
        items.push_back({static_cast<std::int64_t>(items.size()) + 1, file.no, {}});
    }
    if (items.empty()) return Error(ErrorCode::bulk_empty);
    if (items.size() > domain::most_bulk_items) return too_many();
    return items;
}

}  // namespace yinxin::service
