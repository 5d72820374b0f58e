// SPDX-License-Identifier: Apache-2.0
#include "import_world.hpp"

#include "yinxin/service/office_verbs.hpp"
#include "yinxin/service/proposals.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using domain::ImportState;
using testing::HasSubstr;
using testing::Not;

class ImportVerbsTest : public ImportWorld {
  protected:
    using Parameters = std::map<std::string, std::string>;

    Result<std::string> ask(const std::string& verb,
                            Mode mode,
                            Parameters parameters,
                            Bytes body = {},
                            const domain::StaffActor& actor = clerk()) {
        SignedRequest request;
        request.actor = actor;
        request.verb = verb;
        request.mode = mode;
        request.parameters = std::move(parameters);
        request.file_name = "名单.csv";
        request.body = std::move(body);
        return run(run_office_verb(services(), std::move(request)));
    }
    json::object answer(const std::string& verb,
                        Mode mode,
                        Parameters parameters,
                        Bytes body = {}) {
        return json::parse(test::sure(ask(verb, mode, std::move(parameters), std::move(body))))
            .as_object();
    }
    static std::string text(const json::object& answer, std::string_view name) {
        return std::string(answer.at(name).as_string());
    }
    static Bytes bytes(std::string_view text) {
        const BytesView view = as_bytes(text);
        return {view.begin(), view.end()};
    }
    static Parameters what(std::string year = "2026") {
        return {{"qualification", "constructor_1"}, {"year", std::move(year)}};
    }
    /// Imports and checks a table. @return its number.
    std::string imported(std::string_view table, const Bytes& photos = {}) {
        const auto made = answer("import", Mode::apply, what(), bytes(table));
        work();
        const std::string number = text(made, "import");
        if (!photos.empty()) {
            answer("photos", Mode::apply, {{"import", number}}, photos);
            work();
        }
        return number;
    }
    std::int64_t imports() { return house_->one("SELECT COUNT(1) FROM import"); }
    static std::vector<Row> table_without(std::string_view header_text) {
        std::vector<Row> rows = table(2);
        for (std::string& cell : rows.front()) {
            if (cell == header_text) cell = "其他";
        }
        return rows;
    }
};

TEST_F(ImportVerbsTest, a_rehearsal_says_what_the_columns_are_and_keeps_nothing) {
    const auto said = answer("import", Mode::rehearse, what(), bytes(csv(table(3))));
    EXPECT_FALSE(said.at("applied").as_bool());
    EXPECT_EQ(said.at("rows").as_int64(), 3);
    EXPECT_EQ(text(said, "would_be"), "staging");
    EXPECT_TRUE(said.at("missing").as_array().empty());
    const auto& columns = said.at("columns").as_array();
    ASSERT_EQ(columns.size(), header().size());
    EXPECT_EQ(text(columns[1].as_object(), "column"), "B");
    EXPECT_EQ(text(columns[1].as_object(), "header"), "证件号码");
    EXPECT_EQ(text(columns[1].as_object(), "field"), "id_number");
    EXPECT_THAT(json::serialize(said), Not(HasSubstr(number(1))));
    EXPECT_EQ(imports(), 0);
    EXPECT_EQ(spooled_files(), 0U);
}

TEST_F(ImportVerbsTest, applied_it_takes_the_recognised_columns_with_that_qualification_and_year) {
    const std::string number = imported(csv(table(3)));
    const ImportView shown = view(domain::ImportId{std::stoll(number)});
    EXPECT_EQ(shown.record.state, ImportState::checked) << shown.record.failure_code;
    EXPECT_EQ(shown.record.qualification_id, "constructor_1");
    EXPECT_EQ(shown.record.exam_year, 2026);
    EXPECT_EQ(shown.record.counts, (storage::ImportCounts{3, 0, 0, 3}));
    EXPECT_EQ(shown.sheet_name, "名单.csv");
    EXPECT_EQ(spooled_files(), 0U) << "the table was used";
}

TEST_F(ImportVerbsTest, a_column_that_is_missing_is_named_and_nothing_is_kept) {
    const std::string table = csv(table_without("管理号"));
    const auto said = answer("import", Mode::rehearse, what(), bytes(table));
    EXPECT_EQ(text(said, "would_be"), "refused");
    EXPECT_EQ(json::serialize(said.at("missing")), R"(["management_no"])");

    const auto refused = ask("import", Mode::apply, what(), bytes(table));
    ASSERT_EQ(failure(refused), ErrorCode::import_mapping_incomplete);
    EXPECT_EQ(refused.error().params().at("field"), "management_no");
    EXPECT_EQ(imports(), 0);
    EXPECT_EQ(spooled_files(), 0U);
}

TEST_F(ImportVerbsTest, what_was_said_on_the_page_is_remembered_here) {
    const std::string table = csv(table_without("管理号"));
    const domain::ImportId first = test::sure(start(table));
    MappingView mapping = test::sure(run(load_mapping(services(), clerk(), first)));
    mapping.plan.qualification_id = "constructor_1";
    mapping.plan.sources[domain::ResultField::management_no] = std::size_t{2};
    test::sure(run(set_mapping(services(), clerk(), first, mapping.record.version, mapping.plan)));
    const auto said = answer("import", Mode::rehearse, what(), bytes(table));
    EXPECT_EQ(text(said, "would_be"), "staging");
}

TEST_F(ImportVerbsTest, both_ways_refuse_the_same) {
    const auto strange = domain::StaffActor{
        domain::StaffId{12}, "演示复核", {domain::StaffRole::approver}, "demo_exam_centre"};
    const Bytes good = bytes(csv(table(1)));
    for (const Mode mode : {Mode::rehearse, Mode::apply}) {
        EXPECT_EQ(failure(ask("import", mode, what(), good, strange)), ErrorCode::forbidden);
        EXPECT_EQ(failure(ask("import", mode, what())), ErrorCode::import_file_unknown);
        EXPECT_EQ(failure(ask("import", mode, what(), bytes("姓名,证件号码\r\n"))),
                  ErrorCode::import_empty);
        const auto no_year = ask("import", mode, what("last"), good);
        ASSERT_EQ(failure(no_year), ErrorCode::import_mapping_incomplete);
        EXPECT_EQ(no_year.error().params().at("field"), "exam_year");
        const auto unknown = ask("import", mode, {{"qualification", "no"}, {"year", "2026"}}, good);
        ASSERT_EQ(failure(unknown), ErrorCode::import_mapping_incomplete);
        EXPECT_EQ(unknown.error().params().at("field"), "qualification_id");
        Parameters elsewhere = what();
        elsewhere["issuer"] = "nobody";
        EXPECT_FALSE(ask("import", mode, elsewhere, good));
    }
    EXPECT_EQ(imports(), 0);
    EXPECT_EQ(spooled_files(), 0U);
}

TEST_F(ImportVerbsTest, photos_are_judged_and_then_added) {
    const std::string id = imported(csv(table(2)));
    Bytes archive = test::sure(sheets::write_archive(
        std::vector<sheets::ArchiveFile>{{number(1) + ".jpg", portrait()},
                                         {number(2) + ".jpg", bytes("no picture")},
                                         {"照片.jpg", portrait()}}));
    const auto judged = answer("photos", Mode::rehearse, {{"import", id}}, archive);
    EXPECT_EQ(judged.at("good").as_int64(), 1);
    EXPECT_EQ(judged.at("refused").as_object().size(), 2U);
    EXPECT_EQ(judged.at("refused").as_object().at("no_number").as_int64(), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(1) FROM import_photo"), 0);
    EXPECT_EQ(spooled_files(), 0U);

    const auto added = answer("photos", Mode::apply, {{"import", id}}, std::move(archive));
    EXPECT_EQ(text(added, "state"), "checking");
    work();
    const auto shown = answer("imports", Mode::rehearse, {{"import", id}});
    EXPECT_EQ(shown.at("without_photo").as_int64(), 1);
    EXPECT_EQ(shown.at("photos").as_object().at("used").as_int64(), 1);
    EXPECT_EQ(shown.at("photos").as_object().at("refused").as_int64(), 2);
    for (const Mode mode : {Mode::rehearse, Mode::apply}) {
        EXPECT_EQ(failure(ask("photos", mode, {{"import", id}}, bytes("no archive"))),
                  ErrorCode::archive_unreadable);
        EXPECT_EQ(failure(ask("photos", mode, {{"import", "1"}}, photos_for(1))),
                  ErrorCode::not_found);
    }
    EXPECT_EQ(spooled_files(), 0U);
}

TEST_F(ImportVerbsTest, problems_are_told_by_kind_and_row_and_never_by_person) {
    std::vector<Row> rows = table(60);
    for (std::size_t i = 1; i <= 55; ++i) {
        rows[i][5] = "138";
    }
    rows[2][1].back() = rows[2][1].back() == '5' ? '6' : '5';
    const std::string id = imported(csv(rows));
    const auto list = answer("imports", Mode::rehearse, {}).at("imports").as_array();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(text(list.front().as_object(), "import"), id);
    EXPECT_EQ(text(list.front().as_object(), "state"), "checked");
    EXPECT_EQ(list.front().as_object().at("faulty").as_int64(), 55);

    const auto shown = answer("imports", Mode::rehearse, {{"import", id}});
    const std::string all = json::serialize(shown);
    EXPECT_THAT(all, HasSubstr(R"({"problem":"mobile_invalid","rows":55})"));
    EXPECT_THAT(all, HasSubstr(R"({"field":"id_number","problem":"id_check"})"));
    EXPECT_THAT(all, Not(HasSubstr("王演示")));
    EXPECT_THAT(all, Not(HasSubstr(rows[2][1])));
    const auto& faulty = shown.at("faulty_rows").as_array();
    ASSERT_EQ(faulty.size(), 50U);
    EXPECT_EQ(faulty.front().as_object().at("row").as_int64(), 2);
    EXPECT_EQ(faulty.back().as_object().at("row").as_int64(), 51);
}

TEST_F(ImportVerbsTest, an_import_of_another_authority_is_not_there) {
    const std::string id = imported(csv(table(1)), photos_for(1));
    const domain::StaffActor stranger = clerk(13, "demo_tax_association");
    for (const char* verb : {"photos", "imports", "submit", "discard"}) {
        EXPECT_EQ(failure(ask(verb, Mode::rehearse, {{"import", id}}, {}, stranger)),
                  ErrorCode::not_found)
            << verb;
        EXPECT_EQ(failure(ask(verb, Mode::rehearse, {{"import", "x"}})), ErrorCode::not_found);
    }
    EXPECT_EQ(test::sure(ask("imports", Mode::rehearse, {}, {}, stranger)), R"({"imports":[]})");
}

TEST_F(ImportVerbsTest, a_submission_is_rehearsed_and_then_waits_for_a_colleague) {
    const std::string id = imported(csv(table(3)), photos_for(3));
    const Parameters wish{{"import", id}, {"decision_no", "演示〔2026〕1号"}};
    const auto said = answer("submit", Mode::rehearse, wish);
    EXPECT_EQ(text(said, "would_be"), "submitted");
    EXPECT_EQ(said.at("rows").as_int64(), 3);
    EXPECT_FALSE(said.contains("proposal"));
    EXPECT_EQ(view(domain::ImportId{std::stoll(id)}).record.state, ImportState::checked);
    EXPECT_EQ(house_->one("SELECT COUNT(1) FROM proposal"), 0);

    const auto done = answer("submit", Mode::apply, wish);
    EXPECT_EQ(text(done, "state"), "submitted");
    const auto shown = answer("imports", Mode::rehearse, {{"import", id}});
    EXPECT_EQ(text(shown, "proposal"), text(done, "proposal"));
    EXPECT_EQ(text(shown, "proposal_state"), "open");
    const auto found = test::sure(run(find_proposal(
        services(), clerk(), domain::ProposalId{std::stoll(text(done, "proposal"))})));
    EXPECT_THAT(found.proposal.reason, HasSubstr("3人")) << "nothing was said, the title is";
    EXPECT_EQ(failure(ask("submit", Mode::apply, wish)), ErrorCode::import_not_open);
}

TEST_F(ImportVerbsTest, faulty_rows_are_left_out_only_when_that_is_said_and_in_the_same_step) {
    std::vector<Row> rows = table(4);
    rows[2][5] = "138";
    const std::string id = imported(csv(rows), photos_for(3));
    for (const Mode mode : {Mode::rehearse, Mode::apply}) {
        EXPECT_EQ(failure(ask("submit", mode, {{"import", id}})), ErrorCode::import_has_faults);
    }
    const Parameters wish{{"import", id}, {"leave_faulty", "yes"}};
    const auto said = answer("submit", Mode::rehearse, wish);
    EXPECT_EQ(said.at("rows").as_int64(), 2);
    EXPECT_EQ(said.at("left_out").as_int64(), 2);
    const storage::ImportCounts before{3, 1, 0, 1};
    EXPECT_EQ(view(domain::ImportId{std::stoll(id)}).record.counts, before);
    // What is refused afterwards takes the rows back in.
    Parameters wrong = wish;
    wrong["reason"] = "";
    EXPECT_EQ(failure(ask("submit", Mode::apply, wrong)), ErrorCode::office_reason_missing);
    EXPECT_EQ(view(domain::ImportId{std::stoll(id)}).record.counts, before);
    wrong = wish;
    wrong["release_at"] = "tomorrow";
    EXPECT_EQ(failure(ask("submit", Mode::apply, wrong)), ErrorCode::office_time_invalid);
    wrong["release_at"] = "2026-01-01T09:00:00+08:00";
    EXPECT_EQ(failure(ask("submit", Mode::apply, wrong)), ErrorCode::office_time_invalid);

    const auto done = answer("submit", Mode::apply, wish);
    EXPECT_EQ(done.at("rows").as_int64(), 2);
    EXPECT_EQ(view(domain::ImportId{std::stoll(id)}).record.counts,
              (storage::ImportCounts{2, 0, 2, 0}));
}

TEST_F(ImportVerbsTest, giving_up_is_rehearsed_too) {
    const std::string id = imported(csv(table(1)));
    EXPECT_EQ(text(answer("discard", Mode::rehearse, {{"import", id}}), "would_be"), "discarded");
    EXPECT_EQ(view(domain::ImportId{std::stoll(id)}).record.state, ImportState::checked);
    EXPECT_EQ(text(answer("discard", Mode::apply, {{"import", id}}), "state"), "discarded");
    for (const Mode mode : {Mode::rehearse, Mode::apply}) {
        EXPECT_EQ(failure(ask("discard", mode, {{"import", id}})), ErrorCode::import_not_open);
    }
}

}  // namespace
}  // namespace yinxin::service
