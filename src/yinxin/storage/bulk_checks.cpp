// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/bulk_checks.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

namespace columns = personal_columns;

constexpr int forgotten_at_once = 10;

/// Members stand in the order of sql/bulk/find.sql and list.sql.
struct SealedCheck {
    BulkId id;
    BulkOwnerKind owner_kind = BulkOwnerKind::account;
    std::int64_t owner_id = 0;
    BulkState state = BulkState::draft;
    std::string language;
    Bytes name;
    Bytes checker;
    Instant created_at;
    std::optional<Instant> started_at;
    std::optional<Instant> ended_at;
    bool is_cancelled = false;
    Instant expires_at;
    std::int64_t items_total = 0;
    std::int64_t items_done = 0;
};

/// In the order of sql/bulk/list_tables.sql.
struct SealedTable {
    std::int64_t no = 0;
    Bytes name;
    Bytes rows;
    std::int64_t header_rows = 0;
    std::optional<std::int64_t> name_column;
    std::optional<std::int64_t> id_column;
    std::optional<std::int64_t> number_column;
};

/// In the order of sql/bulk/list_files.sql; find_file.sql has the content behind it.
struct SealedFile {
    std::int64_t no = 0;
    Bytes name;
    std::int64_t size = 0;
    std::string fault;
};
struct SealedWholeFile {
    std::int64_t no = 0;
    Bytes name;
    std::int64_t size = 0;
    std::string fault;
    std::optional<Bytes> content;
};

std::optional<std::size_t> to_column(std::optional<std::int64_t> stored) {
    if (!stored || *stored < 0) return std::nullopt;
    return static_cast<std::size_t>(*stored);
}
std::optional<std::int64_t> from_column_no(std::optional<std::size_t> column) {
    if (!column) return std::nullopt;
    return static_cast<std::int64_t>(*column);
}

std::string place(std::int64_t number) {
    return std::to_string(number);
}

Result<BulkCheckRow> open_check(const DataKeys& keys, const SealedCheck& sealed) {
    BulkCheckRow row{sealed.id,
                     {sealed.owner_kind, sealed.owner_id},
                     sealed.state,
                     sealed.language,
                     {},
                     {},
                     sealed.created_at,
                     sealed.started_at,
                     sealed.ended_at,
                     sealed.is_cancelled,
                     sealed.expires_at,
                     sealed.items_total,
                     sealed.items_done};
    YX_TRY(row.name, keys.columns.open_text(columns::bulk_column(sealed.id, "name"), sealed.name));
    YX_TRY(row.checker,
           keys.columns.open_text(columns::bulk_column(sealed.id, "checker"), sealed.checker));
    return row;
}

Result<std::string> open_file_name(const DataKeys& keys,
                                   BulkId check,
                                   std::int64_t file,
                                   const Bytes& sealed) {
    return keys.columns.open_text(columns::bulk_part(check, "file_name", place(file)), sealed);
}

/// Everything of a check but its own row.
Result<void> forget_content(Transaction& transaction, BulkId check) {
    YX_CHECK(transaction.execute(sql::bulk::delete_tables, check));
    YX_CHECK(transaction.execute(sql::bulk::delete_files, check));
    YX_CHECK(transaction.execute(sql::bulk::delete_items, check));
    YX_CHECK(transaction.execute(sql::bulk::delete_answers, check));
    YX_CHECK(transaction.execute(sql::bulk::delete_documents, check));
    return ok();
}

}  // namespace

Result<void> insert_bulk_check(Transaction& transaction,
                               const DataKeys& keys,
                               const NewBulkCheck& check) {
    const Bytes name = keys.columns.seal(columns::bulk_column(check.id, "name"), check.name);
    const Bytes checker = keys.columns.seal(columns::bulk_column(check.id, "checker"), "");
    YX_CHECK(transaction.execute(sql::bulk::insert,
                                 check.id,
                                 check.owner.kind,
                                 check.owner.id,
                                 check.language,
                                 name,
                                 checker,
                                 check.created_at,
                                 check.expires_at));
    return ok();
}

Result<void> insert_bulk_table(Transaction& transaction,
                               const DataKeys& keys,
                               BulkId check,
                               const BulkTable& table) {
    const std::string at = place(table.no);
    const Bytes name = keys.columns.seal(columns::bulk_part(check, "table_name", at), table.name);
    const Bytes rows = keys.columns.seal(columns::bulk_part(check, "table_rows", at), table.rows);
    YX_CHECK(transaction.execute(sql::bulk::insert_table,
                                 check,
                                 table.no,
                                 name,
                                 rows,
                                 table.header_rows,
                                 from_column_no(table.columns.name),
                                 from_column_no(table.columns.id_number),
                                 from_column_no(table.columns.management_number)));
    return ok();
}

Result<void> insert_bulk_file(Transaction& transaction,
                              const DataKeys& keys,
                              BulkId check,
                              const BulkFile& file) {
    const std::string at = place(file.no);
    const Bytes name = keys.columns.seal(columns::bulk_part(check, "file_name", at), file.name);
    std::optional<Bytes> content;
    if (file.fault.empty()) {
        content = keys.columns.seal(columns::bulk_part(check, "file", at), file.content);
    }
    YX_CHECK(transaction.execute(
        sql::bulk::insert_file, check, file.no, name, file.size, file.fault, content));
    return ok();
}

Result<void> open_bulk_draft(Transaction& transaction, const BulkOwner& owner, BulkId check) {
    YX_TRY(const auto former,
           transaction.all<BulkId>(sql::bulk::list_drafts, owner.kind, owner.id));
    for (const BulkId draft : former) {
        YX_CHECK(forget_bulk_check(transaction, draft));
    }
    YX_TRY(const std::int64_t changed, transaction.execute(sql::bulk::open_draft, check));
    if (changed != 1) return Error(ErrorCode::storage_conflict, "bulk check " + check.str());
    return ok();
}

Result<std::optional<BulkCheckRow>> find_bulk_check(Reader& reader,
                                                    const DataKeys& keys,
                                                    const BulkOwner& owner,
                                                    BulkId check) {
    YX_TRY(const auto sealed,
           reader.maybe<SealedCheck>(sql::bulk::find, owner.kind, owner.id, check));
    if (!sealed) return std::optional<BulkCheckRow>();
    YX_TRY(BulkCheckRow row, open_check(keys, *sealed));
    return std::optional(std::move(row));
}

Result<std::vector<BulkCheckRow>> list_bulk_checks(
    Reader& reader, const DataKeys& keys, const BulkOwner& owner, BulkId before, int most) {
    YX_TRY(const auto sealed,
           reader.all<SealedCheck>(sql::bulk::list, owner.kind, owner.id, before, most));
    std::vector<BulkCheckRow> rows;
    for (const SealedCheck& one : sealed) {
        YX_TRY(BulkCheckRow row, open_check(keys, one));
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<bool> has_running_bulk_check(Reader& reader, const BulkOwner& owner) {
    YX_TRY(const auto found,
           reader.maybe<std::int64_t>(sql::bulk::find_running, owner.kind, owner.id));
    return found.has_value();
}

Result<std::vector<BulkTable>> list_bulk_tables(Reader& reader,
                                                const DataKeys& keys,
                                                BulkId check) {
    YX_TRY(const auto sealed, reader.all<SealedTable>(sql::bulk::list_tables, check));
    std::vector<BulkTable> tables;
    for (const SealedTable& one : sealed) {
        BulkTable table;
        table.no = one.no;
        table.header_rows = one.header_rows;
        table.columns = {
            to_column(one.name_column), to_column(one.id_column), to_column(one.number_column)};
        const std::string at = place(one.no);
        YX_TRY(table.name,
               keys.columns.open_text(columns::bulk_part(check, "table_name", at), one.name));
        YX_TRY(table.rows,
               keys.columns.open_text(columns::bulk_part(check, "table_rows", at), one.rows));
        tables.push_back(std::move(table));
    }
    return tables;
}

Result<void> set_bulk_columns(Transaction& transaction,
                              BulkId check,
                              std::int64_t table,
                              std::int64_t header_rows,
                              const domain::BulkColumns& chosen) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::bulk::set_columns,
                               check,
                               table,
                               header_rows,
                               from_column_no(chosen.name),
                               from_column_no(chosen.id_number),
                               from_column_no(chosen.management_number)));
    if (changed != 1) return Error(ErrorCode::not_found, "table of bulk check " + check.str());
    return ok();
}

Result<std::vector<BulkFile>> list_bulk_files(Reader& reader, const DataKeys& keys, BulkId check) {
    YX_TRY(const auto sealed, reader.all<SealedFile>(sql::bulk::list_files, check));
    std::vector<BulkFile> files;
    for (const SealedFile& one : sealed) {
        YX_TRY(std::string name, open_file_name(keys, check, one.no, one.name));
        files.push_back({one.no, std::move(name), one.size, one.fault, {}});
    }
    return files;
}

Result<std::optional<BulkFile>> find_bulk_file(Reader& reader,
                                               const DataKeys& keys,
                                               BulkId check,
                                               std::int64_t file) {
    YX_TRY(const auto sealed, reader.maybe<SealedWholeFile>(sql::bulk::find_file, check, file));
    if (!sealed) return std::optional<BulkFile>();
    BulkFile whole{sealed->no, {}, sealed->size, sealed->fault, {}};
    YX_TRY(whole.name, open_file_name(keys, check, file, sealed->name));
    if (sealed->content) {
        YX_TRY(whole.content,
               keys.columns.open(columns::bulk_part(check, "file", place(file)), *sealed->content));
    }
    return std::optional(std::move(whole));
}

Result<void> start_bulk_check(Transaction& transaction,
                              const DataKeys& keys,
                              const BulkOwner& owner,
                              BulkId check,
                              std::string_view checker,
                              const std::vector<BulkItem>& items,
                              Instant now) {
    YX_TRY(const bool is_busy, has_running_bulk_check(transaction, owner));
    if (is_busy) return Error(ErrorCode::bulk_running);
    const Bytes sealed = keys.columns.seal(columns::bulk_column(check, "checker"), checker);
    YX_TRY(const std::int64_t started,
           transaction.execute(
               sql::bulk::start, check, sealed, now, static_cast<std::int64_t>(items.size())));
    if (started != 1) return Error(ErrorCode::bulk_not_open, "bulk check " + check.str());
    for (const BulkItem& item : items) {
        std::optional<Bytes> row;
        if (!item.file) {
            row = keys.columns.seal(columns::bulk_part(check, "row", place(item.no)), item.row);
        }
        YX_CHECK(transaction.execute(sql::bulk::insert_item, check, item.no, item.file, row));
    }
    YX_CHECK(transaction.execute(sql::bulk::delete_tables, check));
    return ok();
}

Result<void> cancel_bulk_check(Transaction& transaction, BulkId check, Instant now) {
    YX_TRY(const std::int64_t closed, transaction.execute(sql::bulk::close, check, now, true));
    if (closed != 1) return Error(ErrorCode::bulk_not_open, "bulk check " + check.str());
    YX_CHECK(transaction.execute(sql::bulk::delete_items, check));
    YX_CHECK(transaction.execute(sql::bulk::delete_files, check));
    return ok();
}

Result<void> forget_bulk_check(Transaction& transaction, BulkId check) {
    YX_TRY(const std::int64_t gone, transaction.execute(sql::bulk::forget, check));
    if (gone != 1) return Error(ErrorCode::bulk_not_open, "bulk check " + check.str());
    return forget_content(transaction, check);
}

Result<std::int64_t> forget_old_bulk_checks(Transaction& transaction, Instant now) {
    YX_TRY(const auto expired,
           transaction.all<BulkId>(sql::bulk::list_expired, now, forgotten_at_once));
    for (const BulkId check : expired) {
        YX_CHECK(forget_bulk_check(transaction, check));
    }
    return static_cast<std::int64_t>(expired.size());
}

}  // namespace yinxin::storage
