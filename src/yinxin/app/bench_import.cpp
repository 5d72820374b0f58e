// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_import.hpp"

#include "yinxin/app/bench_batch.hpp"
#include "yinxin/app/bench_house.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/service/imports.hpp"

#include <thread>

#include <fmt/format.h>

namespace yinxin::app {
namespace {

using Clock = std::chrono::steady_clock;
using domain::ImportId;

constexpr double load_budget = 0.3;
constexpr std::int64_t orders_of_a_day = 1000;

/// A resident number of the demonstration's region that no other row has.
std::string number_of(std::int64_t row) {
    const CivilDay born = make_day(1960, 1, 1) + Days(static_cast<int>(row / orders_of_a_day));
    std::string day = format_day(born);
    std::erase(day, '-');
    const std::string body = fmt::format("119999{}{:03}", day, row % orders_of_a_day);
    return body + domain::gb11643_check(body);
}

/// A table as an examination office exports it: header, rows, UTF-8.
Result<service::UploadedFile> make_table(const service::Services& services, std::int64_t rows) {
    YX_TRY(auto spool, storage::Spool::create(service::spool_place(services)));
    YX_CHECK(spool->write(
        as_bytes("\u59D3\u540D,\u8BC1\u4EF6\u53F7\u7801,\u7BA1\u7406\u53F7,\u4E13\u4E1A,"
                 "\u6279\u51C6\u65E5\u671F,\u624B\u673A\u53F7\u7801\r\n")));
    for (std::int64_t row = 0; row < rows; ++row) {
        YX_CHECK(spool->write(as_bytes(fmt::format(
            "\u6F14\u793A\u4EBA,{},2026{:014},\u5EFA\u7B51\u5DE5\u7A0B,2026-06-30,138{:08}\r\n",
            number_of(row),
            row,
            row % 100'000'000))));
    }
    YX_CHECK(spool->finish());
    return service::UploadedFile{"bench.csv", std::move(spool)};
}

Result<ImportId> start(flow::Runtime& runtime,
                       service::Services& services,
                       const BenchOffice& office,
                       std::int64_t rows) {
    service::StartImport wanted;
    YX_TRY(wanted.sheet, make_table(services, rows));
    const auto id =
        flow::block_on(runtime, service::start_import(services, office.clerk, std::move(wanted)));
    if (!id) return id.error();
    // The columns of a large table are recognised behind the upload.
    for (;;) {
        auto mapping = flow::block_on(runtime, service::load_mapping(services, office.clerk, *id));
        if (!mapping && mapping.error().code() != ErrorCode::import_not_open) {
            return std::move(mapping).error();
        }
        if (!mapping) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            continue;
        }
        mapping->plan.qualification_id = "constructor_1";
        mapping->plan.exam_year = 2026;
        const auto set = flow::block_on(
            runtime,
            service::set_mapping(
                services, office.clerk, *id, mapping->record.version, std::move(mapping->plan)));
        if (!set) return set.error();
        return *id;
    }
}

/// From the mapping until every row is checked.
Result<double> seconds_of_checks(flow::Runtime& runtime,
                                 service::Services& services,
                                 const BenchOffice& office,
                                 ImportId id) {
    const auto started = Clock::now();
    auto told = started;
    for (;;) {
        const auto view = flow::block_on(runtime, service::find_import(services, office.clerk, id));
        if (!view) return view.error();
        const storage::ImportRecord& record = view->record;
        if (record.state == domain::ImportState::refused) {
            return Error(ErrorCode::invalid_input, record.failure_code);
        }
        if (record.state == domain::ImportState::checked) break;
        if (Clock::now() - told > std::chrono::seconds(10)) {
            told = Clock::now();
            fmt::print(stderr, "{} of {} rows\n", record.rows_done, record.rows_total);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return std::chrono::duration<double>(Clock::now() - started).count();
}

/// INSERT … SELECT of the same rows into an empty database with the same schema; on PostgreSQL COPY
/// of them.
Result<double> seconds_of_load(const std::filesystem::path& data,
                               const config::Database& database,
                               ImportId id) {
    if (!database.is_embedded()) {
        return copy_seconds(data, database, "import_row", "WHERE import_id = " + id.str());
    }
    return load_seconds(
        data / "yinxin.sqlite",
        data / "bulk.sqlite",
        fmt::format("INSERT INTO main.import SELECT * FROM src.import WHERE import_id = {0};"
                    "INSERT INTO main.import_row SELECT * FROM src.import_row "
                    "WHERE import_id = {0};",
                    id.value));
}

}  // namespace

Result<void> bench_import(BenchFormat format) {
    const std::int64_t rows = bench_rows();
    const Scratch scratch;
    const std::filesystem::path data = scratch.path() / "demo";
    const config::Database database = bench_database();
    YX_TRY(const std::unique_ptr<House> house,
           open_bench_house(data, crypto::KeyKind::p256, {.database = database}));
    service::Services& services = house->services();
    YX_CHECK(wait_until_pressed(services));
    YX_TRY(const BenchOffice office, open_bench_office(services));
    flow::Runtime runtime(1);
    const double memory_before = peak_memory_mib();
    YX_TRY(const ImportId id, start(runtime, services, office, rows));
    YX_TRY(const double seconds, seconds_of_checks(runtime, services, office, id));
    runtime.stop();
    YX_TRY(const double load, seconds_of_load(data, database, id));
    const auto count = static_cast<double>(rows);
    print_figure({database.is_embedded() ? "rows read, checked and kept, beside bulk load"
                                         : "rows read, checked and kept, beside COPY",
                  count / seconds,
                  count / load,
                  "1/s",
                  load_budget,
                  Better::higher_ratio},
                 format);
    print_figure(
        {"peak memory, beside before the import", peak_memory_mib(), memory_before, "MiB", 0},
        format);
    return ok();
}

}  // namespace yinxin::app
