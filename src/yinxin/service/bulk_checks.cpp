// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/bulk_checks.hpp"

#include <numeric>

namespace yinxin::service {
namespace {

using domain::BulkId;
using storage::BulkCheckRow;
using storage::BulkOwner;
using storage::BulkTally;
using storage::Reader;
using storage::Transaction;

Result<BulkCheckRow> find_own(Reader& reader,
                              const Services& services,
                              const BulkOwner& owner,
                              BulkId check) {
    YX_TRY(auto row, storage::find_bulk_check(reader, services.keys, owner, check));
    if (!row) return Error(ErrorCode::not_found, "bulk check " + check.str());
    return *std::move(row);
}

Result<BulkStanding> read_standing(Reader& reader,
                                   const Services& services,
                                   const BulkOwner& owner,
                                   BulkId check) {
    BulkStanding standing;
    YX_TRY(standing.check, find_own(reader, services, owner, check));
    if (!standing.check.checker.empty()) {
        YX_TRY(standing.asker, unpack_asker(standing.check.checker));
    }
    YX_TRY(standing.tallies, storage::count_bulk_answers(reader, check));
    YX_TRY(standing.summary, storage::find_bulk_summary(reader, check));
    return standing;
}

}  // namespace

std::int64_t BulkStanding::answers() const {
    return std::accumulate(
        tallies.begin(), tallies.end(), std::int64_t{0}, [](std::int64_t sum, const auto& tally) {
            return sum + tally.count;
        });
}

std::int64_t BulkStanding::count(domain::BulkCare care) const {
    return std::accumulate(
        tallies.begin(), tallies.end(), std::int64_t{0}, [&](std::int64_t sum, const auto& tally) {
            return sum + (domain::care_of(tally.verdict) == care ? tally.count : 0);
        });
}

Task<Result<BulkStanding>> load_bulk(Services& services, BulkOwner owner, BulkId check) {
    co_return co_await services.store.read(
        [&](Reader& reader) { return read_standing(reader, services, owner, check); });
}

Task<Result<std::vector<BulkCheckRow>>> list_bulk(Services& services,
                                                  BulkOwner owner,
                                                  BulkId before,
                                                  int most) {
    co_return co_await services.store.read([&](Reader& reader) {
        return storage::list_bulk_checks(reader, services.keys, owner, before, most);
    });
}

Task<Result<std::vector<JudgedAnswer>>> page_bulk(Services& services,
                                                  BulkOwner owner,
                                                  BulkId check,
                                                  storage::BulkPage page) {
    co_return co_await services.store.read(
        [&](Reader& reader) -> Result<std::vector<JudgedAnswer>> {
            YX_CHECK(find_own(reader, services, owner, check));
            YX_TRY(const auto rows, storage::page_bulk_answers(reader, services.keys, check, page));
            std::vector<JudgedAnswer> all;
            for (const storage::BulkAnswerRow& row : rows) {
                YX_TRY(JudgedAnswer judged, open_answer(row));
                all.push_back(std::move(judged));
            }
            return all;
        });
}

Task<Result<std::vector<PlacedAnswer>>> read_bulk(Services& services,
                                                  BulkOwner owner,
                                                  BulkId check,
                                                  std::int64_t item,
                                                  std::int64_t part,
                                                  int most) {
    co_return co_await services.store.read(
        [&](Reader& reader) -> Result<std::vector<PlacedAnswer>> {
            YX_CHECK(find_own(reader, services, owner, check));
            YX_TRY(const auto rows,
                   storage::list_bulk_answers(reader, services.keys, check, item, part, most));
            std::vector<PlacedAnswer> all;
            for (const storage::BulkAnswerRow& row : rows) {
                YX_TRY(JudgedAnswer judged, open_answer(row));
                all.push_back({row.item, row.part, std::move(judged)});
            }
            return all;
        });
}

Task<Result<BulkDocument>> open_bulk_document(Services& services,
                                              BulkOwner owner,
                                              BulkId check,
                                              storage::BulkDocumentKind kind) {
    co_return co_await services.store.read([&](Reader& reader) -> Result<BulkDocument> {
        YX_CHECK(find_own(reader, services, owner, check));
        YX_TRY(const auto summary, storage::find_bulk_summary(reader, check));
        YX_TRY(auto content, storage::find_bulk_document(reader, services.keys, check, kind));
        if (!summary || !content) return Error(ErrorCode::not_found, "document of a bulk check");
        return BulkDocument{summary->number, *std::move(content)};
    });
}

Task<Result<void>> cancel_bulk(Services& services, BulkOwner owner, BulkId check) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(find_own(transaction, services, owner, check));
        return storage::cancel_bulk_check(transaction, check, now);
    });
}

Task<Result<void>> forget_bulk(Services& services, BulkOwner owner, BulkId check) {
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(find_own(transaction, services, owner, check));
        return storage::forget_bulk_check(transaction, check);
    });
}

}  // namespace yinxin::service
