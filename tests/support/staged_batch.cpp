// SPDX-License-Identifier: Apache-2.0
#include "support/staged_batch.hpp"

#include "yinxin/service/batch_decisions.hpp"
#include "yinxin/storage/imports.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/staff.hpp"

#include <fmt/format.h>

namespace yinxin::test {
namespace {

using storage::Transaction;

constexpr storage::Statement insert_import{
    "test.insert_import",
    "INSERT INTO import (import_id, issuer_id, made_by, made_at, changed_at, state, item_id, "
    "exam_year, rows_total, rows_done, cursor_row, rows_good, batch_id, submitted_by, "
    "submitted_at) "
    "VALUES ($1, 'demo_exam_centre', 1, $2, $2, 'submitted', $3, $4, $5, $5, $5, $5, $6, 1, $2)"};
constexpr storage::Statement insert_row{
    "test.insert_import_row",
    "INSERT INTO import_row (import_id, row_no, state, cells_sealed, result_sealed, problems) "
    "VALUES ($1, $2, 'good', $3, $3, '')"};

/// The row of the sheet under its header.
constexpr std::int64_t first_row = 2;

}  // namespace

domain::ExamResult exam_result(int number) {
    domain::ExamResult result;
    result.name = "演示" + std::string(number % 2 == 0 ? "甲" : "乙");
    result.document = {domain::IdDocumentType::passport, fmt::format("DEMO{:08}", number)};
    result.mobile = fmt::format("+86139{:08}", number);
    result.sex = domain::Sex::female;
    result.birth = std::chrono::year(1990) / 3;
    result.qualification_id = "constructor_1";
    result.specialty_code = "05";
    result.approved_on = make_day(2026, 9, 7);
    result.management_no = fmt::format("202609988{:09}", number);
    return result;
}

BatchId stage_batch(SmallHouse& house, const std::vector<domain::ExamResult>& results) {
    const auto batch = make_id<BatchId>();
    const auto import = make_id<domain::ImportId>();
    const auto count = static_cast<std::int64_t>(results.size());
    const std::string item = results.empty() ? "constructor_1" : results.front().qualification_id;
    const int year = 2026;
    const Instant now = house.clock.now();
    sure(house.store().write_now([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(insert_import, import, now, item, year, count, batch));
        std::int64_t row = first_row;
        for (const domain::ExamResult& result : results) {
            const Bytes sealed =
                house.keys().columns.seal(storage::personal_columns::import_result(import, row),
                                          domain::canonical_text(result));
            YX_CHECK(transaction.execute(insert_row, import, row, sealed));
            ++row;
        }
        storage::BatchRow fresh;
        fresh.id = batch;
        fresh.issuer_id = "demo_exam_centre";
        fresh.qualification_id = item;
        fresh.exam_year = year;
        fresh.certificate_count = count;
        fresh.changed_at = now;
        return storage::insert_batch(transaction, fresh);
    }));
    return batch;
}

domain::StaffActor add_staff(SmallHouse& house,
                             const std::string& login_name,
                             domain::RoleSet roles,
                             const std::string& issuer) {
    const std::string name = "演示" + login_name;
    const Instant now = house.clock.now();
    const auto id = sure(house.store().write_now([&](Transaction& transaction) {
        return storage::insert_staff(transaction, house.keys(), login_name, name, issuer, now);
    }));
    return {id, name, roles, issuer};
}

domain::ProposalId submit_batch(SmallHouse& house,
                                const domain::StaffActor& clerk,
                                BatchId batch,
                                std::optional<Instant> release_at) {
    return sure(
        house.store().write_now([&](Transaction& transaction) -> Result<domain::ProposalId> {
            YX_TRY(const auto import, storage::find_import_of_batch(transaction, batch));
            service::ProposalWish wish;
            wish.kind = domain::ProposalKind::issue_batch;
            wish.issuer_id = "demo_exam_centre";
            wish.object = service::object_of(batch);
            wish.object_tag = storage::import_tag(*import);
            wish.facts = {{"title", "演示批次"}, {"import", import->id.str()}};
            if (release_at) wish.facts.emplace("release_at", format_civil(*release_at));
            wish.reason = "成绩已核对";
            return service::propose(transaction, house.services(), clerk, wish, house.clock.now());
        }));
}

jobs::IssueShop issue_shop(SmallHouse& house, int rows_of_a_piece) {
    return {house.store(),
            house.keys(),
            house.shelf(),
            &house.approval_key(),
            house.clock,
            rows_of_a_piece};
}

int write_all(jobs::BatchWriter& writer) {
    int rounds = 0;
    while (sure(writer.round()) > 0) {
        ++rounds;
    }
    return rounds;
}

}  // namespace yinxin::test
