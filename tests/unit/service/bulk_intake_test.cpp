// SPDX-License-Identifier: Apache-2.0
// From what somebody hands in to the start: what is understood, what is refused, and that nothing
// is looked up before the code.
#include "support/bulk_house.hpp"
#include "support/ofd/zip_writer.hpp"
#include "support/test_database.hpp"

#include "yinxin/service/bulk_rows.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/sheets/sheet_writer.hpp"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using domain::BulkId;
using domain::BulkState;

class BulkIntake : public testing::Test {
  protected:
    ErrorCode refusal(const std::string& text, const std::string& name = "list.csv") {
        const auto handed = bulk_.try_hand_in(to_bytes(text), name, bulk_.owner());
        return handed ? ErrorCode::internal : handed.error().code();
    }
    Result<void> begin(BulkId id, const std::string& purpose = "投标人员资格核验") {
        return bulk_.house->run(service::begin_bulk(
            bulk_.house->services(), bulk_.verifier.account, id, purpose, {"192.0.2.1", ""}));
    }
    Result<void> confirm(BulkId id, const std::string& code) {
        storage::Checker checker{
            storage::CheckerKind::account, bulk_.verifier.account.str(), "ho***", "", std::nullopt};
        return bulk_.house->run(service::confirm_bulk(
            bulk_.house->services(), bulk_.verifier.account, checker, id, code));
    }
    std::string last_code() {
        const auto messages =
            sure(bulk_.house->run(service::list_demo_messages(bulk_.house->services(), 1)));
        return messages.at(0).message.parameters.at("code");
    }
    Result<void> choose(BulkId id, domain::BulkColumns columns, std::int64_t header = 1) {
        return bulk_.house->run(service::choose_bulk_columns(
            bulk_.house->services(), bulk_.owner(), id, {1, columns, header}));
    }
    std::int64_t looked_up() {
        return bulk_.house->one("SELECT COUNT(*) FROM certificate_check") +
               bulk_.house->one("SELECT COUNT(*) FROM bulk_answer");
    }

    BulkHouse bulk_;
};

TEST_F(BulkIntake, a_list_is_shown_as_it_was_understood) {
    const Held held = bulk_.house->add_holder();
    const BulkId id = bulk_.hand_in(
        bulk_.list({bulk_.row_of(held), "王演示,110105194912310020,A1", ",11010519491231002X,A2"}));
    const service::BulkLook look = bulk_.look(id);
    ASSERT_EQ(look.tables.size(), 1U);
    const service::LookedTable& table = look.tables[0];
    EXPECT_EQ(table.name, "list.csv");
    EXPECT_EQ(table.rows, 3);
    EXPECT_EQ(table.header_rows, 1);
    EXPECT_TRUE(look.knows_columns());
    ASSERT_EQ(table.faults.size(), 2U);
    EXPECT_EQ(table.faults[0].place, 3);
    EXPECT_EQ(table.faults[0].reason, "person.id_number_check");
    EXPECT_EQ(table.faults[0].field, "id_number");
    EXPECT_EQ(table.faults[1].field, "name");
    EXPECT_EQ(table.sample[1][0], "王演示");
    EXPECT_EQ(looked_up(), 0);
}

TEST_F(BulkIntake, a_header_may_stand_below_a_title) {
    const BulkId id =
        bulk_.hand_in(std::string("某某公司人员名单,,\n,2026年,\n姓名,部门,身份证号,管理号\n"
                                  "王演示,工程部,11010519491231002X,A1\n"));
    const service::LookedTable table = bulk_.look(id).tables.at(0);
    EXPECT_EQ(table.header_rows, 3);
    EXPECT_EQ(table.columns, (domain::BulkColumns{0, 2, 3}));
    EXPECT_EQ(table.rows, 1);
    EXPECT_EQ(table.sample.size(), 4U);
}

TEST_F(BulkIntake, columns_that_are_not_known_are_chosen_by_the_person) {
    const BulkId id = bulk_.hand_in(std::string("甲,乙,丙\n王演示,11010519491231002X,A1\n"));
    EXPECT_FALSE(bulk_.look(id).knows_columns());
    EXPECT_EQ(begin(id).error().code(), ErrorCode::bulk_columns_missing);
    EXPECT_EQ(choose(id, {0, 0, 1}).error().code(), ErrorCode::bulk_columns_missing);
    EXPECT_EQ(choose(id, {0, 1, 99}).error().code(), ErrorCode::bulk_columns_missing);
    ASSERT_TRUE(choose(id, {0, 1, 2}));
    EXPECT_EQ(bulk_.look(id).faulty_rows(), 0);
    EXPECT_TRUE(begin(id));
    ASSERT_TRUE(choose(id, {2, 1, 0}, 0)) << "and chosen again";
    EXPECT_EQ(bulk_.look(id).rows(), 2);
}

TEST(BulkRows, a_number_that_a_spreadsheet_program_cut_short_is_a_fault_of_its_row) {
    using sheets::CellKind;
    const domain::BulkColumns columns{0, 1, 2};
    sheets::Row row{7,
                    {{"王演示", CellKind::text},
                     {"110105194912310000", CellKind::lossy_number},
                     {"20230099990100000018", CellKind::text}}};
    const auto fault = service::parse_row(service::choose_fields(row, columns, "a.xlsx"));
    ASSERT_FALSE(fault);
    EXPECT_EQ(fault.error().code(), ErrorCode::sheet_number_lost);
    EXPECT_EQ(fault.error().params().at("field"), "id_number");
    row.cells[1] = {"11010519491231002X", CellKind::text};
    EXPECT_TRUE(service::parse_row(service::choose_fields(row, columns, "a.xlsx")));
    row.cells[0].kind = CellKind::lossy_number;
    EXPECT_TRUE(service::parse_row(service::choose_fields(row, columns, "a.xlsx")))
        << "a name is no number";
}

TEST(BulkRows, rows_are_packed_and_come_back_as_they_were) {
    const std::vector<sheets::Row> rows{
        {2, {{"a:1", sheets::CellKind::text}, {"", sheets::CellKind::error}}}, {9, {}}};
    const auto back = sure(service::unpack_rows(service::pack_rows(rows)));
    ASSERT_EQ(back.size(), 2U);
    EXPECT_EQ(back[0].cells[0].text, "a:1");
    EXPECT_EQ(back[0].cells[1].kind, sheets::CellKind::error);
    EXPECT_EQ(back[1].number, 9U);
    EXPECT_FALSE(service::unpack_rows(service::pack_rows(rows) + "1"));
}

TEST(BulkRows, the_best_of_the_first_rows_is_the_header) {
    const auto row = [](std::vector<std::string> texts) {
        sheets::Row made{1, {}};
        for (std::string& text : texts)
            made.cells.push_back({std::move(text), sheets::CellKind::text});
        return made;
    };
    const auto two = row({"姓名", "身份证号", "别的"});
    const auto all = row({"姓名", "身份证号", "管理号"});
    EXPECT_EQ(service::find_table_head({two, all}).header_rows, 2);
    const service::TableHead partial = service::find_table_head({row({"名单"}), two});
    EXPECT_EQ(partial.header_rows, 2);
    EXPECT_FALSE(partial.columns.is_complete());
    std::vector<sheets::Row> late(10, row({"x"}));
    late.push_back(all);
    EXPECT_EQ(service::find_table_head(late).header_rows, 0) << "far down it is no header";
}

TEST_F(BulkIntake, hostile_uploads_get_an_answer_and_leave_nothing) {
    EXPECT_EQ(refusal("a,\"b\n"), ErrorCode::sheet_quoting);
    EXPECT_EQ(refusal("\x01\x02\x03"), ErrorCode::sheet_encoding);
    EXPECT_EQ(refusal(""), ErrorCode::bulk_empty);
    EXPECT_EQ(refusal("\n\n\n"), ErrorCode::bulk_empty);
    EXPECT_EQ(refusal("PK\x03\x04 nonsense", "a.zip"), ErrorCode::archive_unreadable);
    EXPECT_EQ(refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a.xls"), ErrorCode::sheet_old_excel);
    std::string many = "姓名,证件号码,管理号\n";
    for (int i = 0; i < 5001; ++i)
        many += "王演示,11010519491231002X,A1\n";
    EXPECT_EQ(refusal(many), ErrorCode::bulk_too_many);
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM bulk_check"), 0);
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM bulk_table"), 0);
}

TEST_F(BulkIntake, five_thousand_rows_fit_beside_their_header_and_no_more) {
    std::string many = "甲,乙,丙\n";
    for (int i = 0; i < 5000; ++i)
        many += "王演示,11010519491231002X,A1\n";
    const BulkId id = bulk_.hand_in(many);
    ASSERT_TRUE(choose(id, {0, 1, 2}, 0)) << "the first row is no header after all";
    EXPECT_EQ(begin(id).error().code(), ErrorCode::bulk_too_many);
    ASSERT_TRUE(choose(id, {0, 1, 2}, 1));
    bulk_.start(id);
    EXPECT_EQ(bulk_.standing(id).check.items_total, 5000);
}

TEST_F(BulkIntake, a_table_without_rows_below_its_header_cannot_be_started) {
    const BulkId id = bulk_.hand_in(bulk_.list({}));
    EXPECT_EQ(bulk_.look(id).rows(), 0);
    const auto begun = begin(id);
    EXPECT_EQ(begun.error().code(), ErrorCode::bulk_empty);
    EXPECT_EQ(begun.error().params().at("field"), "columns");
}

TEST_F(BulkIntake, one_code_starts_all_of_it_and_only_the_right_one) {
    const Held held = bulk_.house->add_holder();
    const BulkId id = bulk_.hand_in(bulk_.list({bulk_.row_of(held)}));
    EXPECT_EQ(begin(id, " ").error().params().at("field"), "purpose");
    ASSERT_TRUE(begin(id));
    const std::string code = last_code();
    const std::string wrong = code == "000000" ? "111111" : "000000";
    EXPECT_EQ(confirm(id, wrong).error().code(), ErrorCode::code_wrong);
    bulk_.work();
    EXPECT_EQ(looked_up(), 0) << "nothing before the code";
    ASSERT_TRUE(confirm(id, code));
    EXPECT_EQ(bulk_.standing(id).asker.checker.purpose, "投标人员资格核验");
    EXPECT_EQ(bulk_.standing(id).check.items_total, 1);
    EXPECT_EQ(confirm(id, code).error().code(), ErrorCode::code_expired) << "it is used up";
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'bulk.started'"), 1);
}

TEST_F(BulkIntake, a_code_belongs_to_the_check_it_was_sent_for) {
    const std::string text = bulk_.list({"王演示,11010519491231002X,A1"});
    const BulkId first = bulk_.hand_in(text);
    ASSERT_TRUE(begin(first));
    const std::string code = last_code();
    const BulkId second = bulk_.hand_in(text);
    EXPECT_EQ(confirm(second, code).error().code(), ErrorCode::code_expired);
}

TEST_F(BulkIntake, one_runs_at_a_time_and_another_may_wait) {
    const std::string text = bulk_.list({"王演示,11010519491231002X,A1"});
    const BulkId first = bulk_.hand_in(text);
    bulk_.start(first);
    const BulkId second = bulk_.hand_in(text);
    EXPECT_EQ(begin(second).error().code(), ErrorCode::bulk_running);
    bulk_.work();
    EXPECT_TRUE(begin(second));
}

TEST_F(BulkIntake, nobody_sees_or_starts_anothers) {
    const BulkId id = bulk_.hand_in(bulk_.list({"王演示,11010519491231002X,A1"}));
    const auto other = BulkHouse::owner_of(bulk_.house->add_person("别人"));
    const auto seen = bulk_.house->run(service::load_bulk(bulk_.house->services(), other, id));
    EXPECT_EQ(seen.error().code(), ErrorCode::not_found);
    EXPECT_EQ(bulk_.try_start(id, other).error().code(), ErrorCode::not_found);
    const auto cancelled =
        bulk_.house->run(service::cancel_bulk(bulk_.house->services(), other, id));
    EXPECT_EQ(cancelled.error().code(), ErrorCode::not_found);
    const auto forgotten =
        bulk_.house->run(service::forget_bulk(bulk_.house->services(), other, id));
    EXPECT_EQ(forgotten.error().code(), ErrorCode::not_found);
}

TEST_F(BulkIntake, a_day_has_an_allowance_that_counts_items) {
    bulk_.house->settings_.bulk.items_per_day = 3;
    const std::string two =
        bulk_.list({"王演示,11010519491231002X,A1", "李演示,11010519491231002X,A2"});
    bulk_.check(two);
    const BulkId second = bulk_.hand_in(two);
    EXPECT_EQ(bulk_.try_start(second, bulk_.owner()).error().code(), ErrorCode::too_many_requests);
    EXPECT_EQ(bulk_.standing(second).check.state, BulkState::draft) << "it waits as it is";
    bulk_.house->clock.advance(Days(1));
    EXPECT_TRUE(bulk_.try_start(second, bulk_.owner()));
}

TEST_F(BulkIntake, an_archive_of_everything_is_taken_apart) {
    const std::string text = bulk_.list({"王演示,11010519491231002X,A1"});
    const auto xlsx = sheets::make_xlsx_writer({});
    for (const auto& row : {std::vector<std::string>{"Name", "ID number", "Management number"},
                            std::vector<std::string>{"李演示", "11010519491231002X", "A2"}})
        xlsx->add_row(row);
    const Bytes workbook = sure(xlsx->finish());
    ofd::ZipFile zip;
    zip.items = {ofd::zip_item("a.csv", text),
                 ofd::stored_item("b.xlsx", as_text(workbook)),
                 ofd::zip_item("copy.pdf", "%PDF-1.7"),
                 ofd::zip_item("inner.zip", "PK\x03\x04")};
    const service::BulkLook look = bulk_.look(bulk_.hand_in(to_bytes(zip.write()), "all.zip"));
    EXPECT_EQ(look.rows(), 2);
    EXPECT_EQ(look.files.size(), 2U);
    EXPECT_EQ(look.faulty_files(), 1);
    EXPECT_TRUE(look.knows_columns());
    EXPECT_EQ(look.items(), 4);
}

TEST_F(BulkIntake, nothing_that_was_handed_in_stands_open_in_the_database) {
    bulk_.hand_in(bulk_.list({"罕见姓名,11010519491231002X,CANARY20230099"}), "绝密名单.csv");
    const std::string stored = stored_bytes(bulk_.house->directory);
    for (const char* canary : {"罕见姓名", "11010519491231002X", "CANARY20230099", "绝密名单"}) {
        EXPECT_EQ(stored.find(canary), std::string::npos) << canary;
    }
}

}  // namespace
}  // namespace yinxin::test
