// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_bulk.hpp"

#include "yinxin/app/bench_house.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/service/bulk_intake.hpp"
#include "yinxin/service/bulk_start.hpp"
#include "yinxin/storage/certificates.hpp"

#include <algorithm>
#include <thread>

namespace yinxin::app {
namespace {

using Clock = std::chrono::steady_clock;
using domain::BulkId;
using domain::BulkState;

constexpr int rows_wanted = static_cast<int>(domain::most_bulk_items);
constexpr int files_wanted = 200;

constexpr storage::Statement list_certificates{
    "bench.list_certificates",
    "SELECT c.holder_id, c.line_id FROM certificate c "
    "JOIN certificate_line l ON l.holder_id = c.holder_id AND l.line_id = c.line_id "
    "AND l.current_version = c.version JOIN batch b ON b.batch_id = c.batch_id "
    "WHERE b.state = 'released' ORDER BY c.line_id LIMIT $1"};
constexpr storage::Statement find_any_blob{
    "bench.find_any_blob",
    "SELECT f.sha256 FROM copy c JOIN copy_file f ON f.holder_id = c.holder_id "
    "AND f.copy_id = c.copy_id WHERE c.state = 'released' AND f.has_blob = 1 LIMIT 1"};

/// Checks of a client that does not exist; each of its own, so that nothing waits for another.
storage::BulkOwner owner_of(int number) {
    return {storage::BulkOwnerKind::client, number};
}

Result<std::string> list_of_everybody(service::Services& services) {
    return services.store.read_now([&](storage::Reader& reader) -> Result<std::string> {
        std::string list = "name,ID number,management number\n";
        YX_TRY(const auto keys, reader.all<storage::LineKey>(list_certificates, rows_wanted));
        for (const storage::LineKey& key : keys) {
            YX_TRY(const auto record,
                   storage::find_certificate(reader, services.keys, key.holder, key.line));
            const domain::FaceData& face = record->face;
            list += face.name + "," + face.id_number + "," + face.management_no + "\n";
        }
        return list;
    });
}

Result<Bytes> one_copy(service::Services& services) {
    YX_TRY(const Bytes sha256, services.store.read_now([](storage::Reader& reader) {
        return reader.one<Bytes>(find_any_blob);
    }));
    crypto::Digest32 name{};
    std::ranges::copy(sha256, name.begin());
    return services.blobs.get(name);
}

/// A draft of the same copy many times, put aside as intake does.
Result<BulkId> draft_of_files(service::Services& services, const Bytes& copy) {
    const auto id = make_id<BulkId>();
    const Instant now = services.clock.now();
    return services.store.write_now([&](storage::Transaction& transaction) -> Result<BulkId> {
        YX_CHECK(storage::insert_bulk_check(
            transaction, services.keys, {id, owner_of(2), "en", "files", now, now + Days(1)}));
        for (int i = 1; i <= files_wanted; ++i) {
            YX_CHECK(storage::insert_bulk_file(
                transaction,
                services.keys,
                id,
                {i, "copy.pdf", static_cast<std::int64_t>(copy.size()), "", copy}));
        }
        YX_CHECK(storage::open_bulk_draft(transaction, owner_of(2), id));
        return id;
    });
}

struct Times {
    double items_seconds = 0;      ///< until every item was answered
    double documents_seconds = 0;  ///< from there until tables and summary were there
    double processor = 0;          ///< seconds, all of it
};

Result<Times> run_check(service::Services& services, const storage::BulkOwner& owner, BulkId id) {
    service::BulkAsker asker;
    asker.checker = {storage::CheckerKind::client, "1", "bench", "bench", std::nullopt};
    const auto started = Clock::now();
    const double before = processor_seconds();
    YX_CHECK(services.store.write_now([&](storage::Transaction& transaction) {
        return service::start_draft(transaction, services, owner, id, asker, services.clock.now());
    }));
    std::optional<Clock::time_point> answered;
    for (;;) {
        YX_TRY(const auto check, services.store.read_now([&](storage::Reader& reader) {
            return storage::find_bulk_check(reader, services.keys, owner, id);
        }));
        if (!check) return Error(ErrorCode::internal, "the check is gone");
        if (!answered && check->state != BulkState::running) answered = Clock::now();
        if (check->state == BulkState::finished) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const auto seconds = [](Clock::duration length) {
        return std::chrono::duration<double>(length).count();
    };
    return Times{seconds(*answered - started),
                 seconds(Clock::now() - *answered),
                 processor_seconds() - before};
}

Result<void> measure_rows(service::Services& services, BenchFormat format) {
    YX_TRY(const std::string list, list_of_everybody(services));
    const auto rows = static_cast<double>(std::ranges::count(list, '\n') - 1);
    flow::Runtime runtime(1);
    const auto began = Clock::now();
    auto handing_in =
        service::hand_in_bulk(services, owner_of(1), {to_bytes(list), "list.csv", "en"});
    YX_TRY(const BulkId id, flow::block_on(runtime, std::move(handing_in)));
    const std::chrono::duration<double, std::milli> intake = Clock::now() - began;
    YX_TRY(const Times times, run_check(services, owner_of(1), id));
    print_figure({"bulk: rows of the list", rows, 0, "", 0}, format);
    print_figure({"bulk: read and put aside", intake.count(), 0, "ms", 0}, format);
    print_figure({"bulk: rows per second, all found", rows / times.items_seconds, 0, "1/s", 0},
                 format);
    print_figure({"bulk: tables and sealed summary", times.documents_seconds * 1000, 0, "ms", 0},
                 format);
    print_figure(
        {"bulk: processor time of a row, all of it", times.processor / rows * 1e6, 0, "us", 0},
        format);
    return ok();
}

Result<void> measure_files(service::Services& services, BenchFormat format) {
    YX_TRY(const Bytes copy, one_copy(services));
    YX_TRY(const BulkId id, draft_of_files(services, copy));
    YX_TRY(const Times times, run_check(services, owner_of(2), id));
    print_figure({"bulk: files per second, one of our PDFs, one list",
                  files_wanted / times.items_seconds,
                  0,
                  "1/s",
                  0},
                 format);
    return ok();
}

}  // namespace

Result<void> bench_bulk(BenchFormat format) {
    const Scratch scratch;
    YX_TRY(const std::unique_ptr<House> house,
           open_bench_house(scratch.path() / "demo", crypto::KeyKind::p256));
    service::Services& services = house->services();
    YX_CHECK(wait_until_pressed(services));
    const double before = peak_memory_mib();
    YX_CHECK(measure_rows(services, format));
    YX_CHECK(measure_files(services, format));
    print_figure({"bulk: peak memory, before and after", peak_memory_mib(), before, "MiB", 0},
                 format);
    return ok();
}

}  // namespace yinxin::app
