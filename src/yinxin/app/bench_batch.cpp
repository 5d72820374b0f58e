// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_batch.hpp"

#include "yinxin/app/bench_house.hpp"
#include "yinxin/domain/exam_result.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/service/batch_decisions.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/storage/imports.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yinxin::app {
namespace {

using storage::Transaction;

constexpr std::string_view issuer = "demo_exam_centre";
constexpr std::int64_t rows_at_once = 5000;

constexpr storage::Statement insert_import{
    "bench.insert_import",
    "INSERT INTO import (import_id, issuer_id, made_by, made_at, changed_at, state, item_id, "
    "exam_year, rows_total, rows_done, cursor_row, rows_good, batch_id, submitted_by, "
    "submitted_at) "
    "VALUES ($1, $2, $3, $4, $4, 'submitted', 'constructor_1', 2026, $5, $5, $5, $5, $6, $3, $4)"};
constexpr storage::Statement insert_row{
    "bench.insert_import_row",
    "INSERT INTO import_row (import_id, row_no, state, cells_sealed, result_sealed, problems) "
    "VALUES ($1, $2, 'good', $3, $3, '')"};

domain::ExamResult result_of(std::int64_t number) {
    domain::ExamResult result;
    result.name = "\u6F14\u793A\u4EBA";
    result.document = {domain::IdDocumentType::passport, fmt::format("BENCH{:09}", number)};
    result.mobile = fmt::format("+86138{:08}", number % 100'000'000);
    result.sex = domain::Sex::female;
    result.birth = std::chrono::year(1990) / 3;
    result.qualification_id = "constructor_1";
    result.specialty_code = "05";
    result.approved_on = make_day(2026, 9, 7);
    result.management_no = fmt::format("2026{:014}", number);
    return result;
}

Result<void> stage_rows(Transaction& transaction,
                        const storage::DataKeys& keys,
                        domain::ImportId import,
                        std::int64_t first,
                        std::int64_t from,
                        std::int64_t to) {
    for (std::int64_t row = from; row < to; ++row) {
        const Bytes sealed =
            keys.columns.seal(storage::personal_columns::import_result(import, row),
                              domain::canonical_text(result_of(first + row)));
        YX_CHECK(transaction.execute(insert_row, import, row, sealed));
    }
    return ok();
}

}  // namespace

Result<BenchOffice> open_bench_office(service::Services& services) {
    const Instant now = services.clock.now();
    return services.store.write_now([&](Transaction& transaction) -> Result<BenchOffice> {
        BenchOffice office;
        YX_TRY(office.clerk.id,
               storage::insert_staff(
                   transaction, services.keys, "benchclerk", "\u6F14\u793A", issuer, now));
        YX_TRY(office.approver.id,
               storage::insert_staff(
                   transaction, services.keys, "benchapprover", "\u6F14\u793A", issuer, now));
        office.clerk.roles = {domain::StaffRole::clerk};
        office.approver.roles = {domain::StaffRole::approver};
        office.clerk.issuer_id = issuer;
        office.approver.issuer_id = issuer;
        return office;
    });
}

Result<BatchId> submit_bench_batch(service::Services& services,
                                   const BenchOffice& office,
                                   std::int64_t first,
                                   std::int64_t rows) {
    const Instant now = services.clock.now();
    const auto batch = make_id<BatchId>();
    const auto import = make_id<domain::ImportId>();
    YX_CHECK(services.store.write_now([&](Transaction& transaction) {
        return transaction.execute(
            insert_import, import, issuer, office.clerk.id, now, rows, batch);
    }));
    for (std::int64_t from = 0; from < rows; from += rows_at_once) {
        const std::int64_t to = std::min(rows, from + rows_at_once);
        YX_CHECK(services.store.write_now([&](Transaction& transaction) {
            return stage_rows(transaction, services.keys, import, first, from + 1, to + 1);
        }));
    }
    YX_CHECK(services.store.write_now([&](Transaction& transaction) -> Result<void> {
        storage::BatchRow fresh;
        fresh.id = batch;
        fresh.issuer_id = issuer;
        fresh.qualification_id = "constructor_1";
        fresh.exam_year = 2026;
        fresh.certificate_count = rows;
        fresh.changed_at = now;
        YX_CHECK(storage::insert_batch(transaction, fresh));
        YX_TRY(const auto record, storage::find_import(transaction, import));
        service::ProposalWish wish;
        wish.kind = domain::ProposalKind::issue_batch;
        wish.issuer_id = issuer;
        wish.object = service::object_of(batch);
        wish.object_tag = storage::import_tag(*record);
        wish.facts = {{"title", "bench"}, {"import", import.str()}};
        wish.reason = "bench";
        const auto made = service::propose(transaction, services, office.clerk, wish, now);
        return made ? ok() : Result<void>(made.error());
    }));
    return batch;
}

Result<void> approve_bench_batch(service::Services& services,
                                 const BenchOffice& office,
                                 BatchId batch) {
    YX_TRY(const auto about, services.store.read_now([&](storage::Reader& reader) {
        return storage::list_proposals_about(reader, services.keys, service::object_of(batch), 1);
    }));
    if (about.empty()) return Error(ErrorCode::not_found, "proposal of the batch");
    flow::Runtime runtime(1);
    const auto decided = flow::block_on(
        runtime,
        service::decide(
            services, office.approver, about.front().id, service::Decision::approve, "bench"));
    runtime.stop();
    return decided ? ok() : Result<void>(decided.error());
}

Result<double> bulk_load_seconds(const std::filesystem::path& source,
                                 const std::filesystem::path& target,
                                 BatchId batch) {
    const std::string holders =
        fmt::format("IN (SELECT holder_id FROM src.certificate WHERE batch_id = {})", batch.value);
    constexpr std::array by_holder{"person",
                                   "person_name",
                                   "person_document",
                                   "lookup_document",
                                   "person_mobile",
                                   "certificate_line",
                                   "certificate",
                                   "lookup_certificate_no",
                                   "lookup_management_no"};
    std::string load;
    for (const char* table : by_holder) {
        load += fmt::format(
            "INSERT INTO main.{0} SELECT * FROM src.{0} WHERE holder_id {1};", table, holders);
    }
    return load_seconds(source, target, load);
}

}  // namespace yinxin::app
