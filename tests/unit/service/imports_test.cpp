// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/imports.hpp"

#include "import_world.hpp"
#include "support/test_database.hpp"
#include "unit/sheets/zip_builder.hpp"

#include "yinxin/service/import_preview.hpp"
#include "yinxin/storage/proposals.hpp"

#include <set>

#include <gmock/gmock.h>

namespace yinxin::service {
namespace {

using domain::ImportId;
using domain::ImportRowState;
using domain::ImportState;
using domain::ResultField;
using testing::HasSubstr;
using testing::Not;

class ImportsTest : public ImportWorld {
  protected:
    std::int64_t rows_in(const char* literal) { return house_->one(literal); }
    /// Nothing of an import is left but its record.
    void expect_nothing_left() {
        EXPECT_EQ(rows_in("SELECT COUNT(1) FROM import_row"), 0);
        EXPECT_EQ(rows_in("SELECT COUNT(1) FROM import_photo"), 0);
        EXPECT_EQ(spooled_files(), 0U);
    }
    /// The code with which an upload is refused, and its field.
    std::string refusal(BytesView content) {
        StartImport start;
        start.sheet = upload(content);
        const auto id = run(start_import(services(), clerk(), std::move(start)));
        if (id) return "accepted";
        const auto field = id.error().params().find("field");
        return std::string(dotted_name(id.error().code())) + " " +
               (field == id.error().params().end() ? "" : field->second);
    }
};

TEST_F(ImportsTest, good_rows_become_a_batch_that_waits_for_somebody_else) {
    const ImportId id = import(csv(table(3)), photos_for(3));
    const ImportView shown = view(id);
    EXPECT_EQ(shown.record.state, ImportState::checked) << shown.record.failure_code;
    EXPECT_EQ(problems(id), "");
    EXPECT_EQ(shown.record.counts, (storage::ImportCounts{3, 0, 0, 0}));
    EXPECT_EQ(shown.photos.used, 3);
    const auto submitted = submit(id);
    ASSERT_TRUE(submitted) << submitted.error().describe();

    std::vector<storage::GoodRow> rows;
    test::sure(house_->store().read_now([&](storage::Reader& reader) -> Result<void> {
        const auto take = [&](const storage::GoodRow& row) {
            rows.push_back(row);
            return ok();
        };
        YX_TRY(const auto last,
               storage::each_good_row(reader, house_->keys(), submitted->batch, 0, 2, take));
        EXPECT_EQ(last, 3) << "the second row of the table is row 3 of the sheet";
        YX_TRY(const auto end,
               storage::each_good_row(reader, house_->keys(), submitted->batch, 3, 2, take));
        EXPECT_EQ(end, 4);
        YX_TRY(const auto none,
               storage::each_good_row(reader, house_->keys(), submitted->batch, 4, 2, take));
        EXPECT_FALSE(none);
        YX_TRY(const auto batch, storage::find_batch(reader, submitted->batch));
        EXPECT_EQ(batch->certificate_count, 3);
        EXPECT_EQ(batch->exam_year, 2026);
        EXPECT_EQ(batch->qualification_id, "constructor_1");
        YX_TRY(const auto proposal,
               storage::find_proposal(reader, house_->keys(), submitted->proposal));
        EXPECT_EQ(proposal->object, "batch:" + submitted->batch.str());
        YX_TRY(const auto import, storage::find_import_of_batch(reader, submitted->batch));
        EXPECT_EQ(proposal->object_tag, storage::import_tag(*import));
        return ok();
    }));
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].result.name, "王演示");
    EXPECT_EQ(rows[0].result.document.number, number(1));
    EXPECT_EQ(rows[0].result.specialty_code, "01");
    EXPECT_EQ(rows[0].result.photo_sha256, to_hex(crypto::sha256(portrait())));
    EXPECT_EQ(spooled_files(), 0U) << "the files are gone once they are used";
}

TEST_F(ImportsTest, bad_files_are_refused_on_the_form_and_change_nothing) {
    const std::string good = csv(table(1));
    EXPECT_EQ(refusal(as_bytes("")), "import.empty sheet");
    EXPECT_EQ(refusal(as_bytes(csv({header()}))), "import.empty sheet");
    EXPECT_EQ(refusal(as_bytes(good + "\xFF\xFF\x81,x\r\n")), "sheet.encoding sheet");
    EXPECT_EQ(refusal(as_bytes(good + "a\"b,c\r\n")), "sheet.quoting sheet");
    EXPECT_EQ(refusal(as_bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old")), "sheet.old_excel sheet");
    EXPECT_EQ(refusal(as_bytes("%PDF-1.7")), "sheet.unreadable sheet");
    EXPECT_EQ(refusal(as_bytes("PK\x03\x04 and no more")), "sheet.unreadable sheet");
    std::string wide;
    for (int i = 0; i < 150; ++i)
        wide += "a,";
    EXPECT_EQ(refusal(as_bytes(wide + "\r\n")), "sheet.too_many_columns sheet");
    EXPECT_EQ(refusal(portrait()), "sheet.unreadable sheet");
    EXPECT_EQ(refusal(photos({"a.jpg"})), "sheet.unreadable sheet") << "an archive of photos";
    EXPECT_EQ(rows_in("SELECT COUNT(1) FROM import"), 0);
    expect_nothing_left();
}

TEST_F(ImportsTest, a_bomb_is_refused_before_it_goes_off) {
    sheets::MadeEntry bomb{"xl/worksheets/sheet1.xml", "x"};
    bomb.announced = 0xF0000000;
    bomb.local_announced = 0xF0000000;
    EXPECT_EQ(refusal(sheets::ZipBuilder().add(bomb).build()), "archive.unsafe sheet");
    StartImport start;
    start.sheet = upload(csv(table(1)));
    sheets::MadeEntry photo{number(1) + ".jpg", "x"};
    photo.announced = 0xF0000000;
    photo.local_announced = 0xF0000000;
    start.photos = upload(BytesView(sheets::ZipBuilder().add(photo).build()), "bomb.zip");
    const auto id = run(start_import(services(), clerk(), std::move(start)));
    EXPECT_EQ(failure(id), ErrorCode::archive_unsafe);
    expect_nothing_left();
}

TEST_F(ImportsTest, a_million_blank_rows_are_none) {
    std::string table = csv({header(), good_row(1)});
    for (int i = 0; i < 1'000'000; ++i)
        table += ",,\r\n";
    const ImportId id = import(table, photos_for(1));
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{1, 0, 0, 0}));
    EXPECT_EQ(view(id).record.rows_total, 1);
}

TEST_F(ImportsTest, titles_examples_and_gb18030_do_no_harm) {
    // "姓名" and the rest in GB 18030, as Excel on Chinese Windows saves CSV.
    std::string table = csv({{"2026 list"},
                             {""},
                             {"\xD0\xD5\xC3\xFB",
                              "\xD6\xA4\xBC\xFE\xBA\xC5\xC2\xEB",
                              "\xB9\xDC\xC0\xED\xBA\xC5",
                              "\xD7\xA8\xD2\xB5",
                              "\xC5\xFA\xD7\xBC\xC8\xD5\xC6\xDA"},
                             {"\xD1\xF9\xC0\xFD\xA3\xBA\xCD\xF5", "1", "2", "3", "4"},
                             {"\xCD\xF5\xD1\xDD",
                              number(1),
                              "202600999901900001",
                              "\xBD\xA8\xD6\xFE\xB9\xA4\xB3\xCC",
                              "2026-06-30"}});
    const ImportId id = import(table, photos_for(1));
    EXPECT_EQ(problems(id), "");
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{1, 0, 0, 0}));
    EXPECT_EQ(view(id).plan->header_row, 3);
}

TEST_F(ImportsTest, what_a_header_meant_is_remembered_for_the_authority) {
    std::vector<Row> rows = table(1);
    rows[0][2] = "流水";
    const ImportId first = test::sure(start(csv(rows)));
    MappingView mapping = test::sure(run(load_mapping(services(), clerk(), first)));
    EXPECT_FALSE(mapping.plan.sources.contains(ResultField::management_no));
    EXPECT_EQ(
        failure(run(set_mapping(services(), clerk(), first, mapping.record.version, mapping.plan))),
        ErrorCode::import_mapping_incomplete);
    mapping.plan.sources[ResultField::management_no] = std::size_t{2};
    mapping.plan.qualification_id = "constructor_1";
    test::sure(run(set_mapping(services(), clerk(), first, mapping.record.version, mapping.plan)));
    const ImportId second = test::sure(start(csv(rows)));
    mapping = test::sure(run(load_mapping(services(), clerk(), second)));
    EXPECT_EQ(std::get<std::size_t>(mapping.plan.sources.at(ResultField::management_no)), 2U);
}

TEST_F(ImportsTest, a_repair_is_checked_again_and_frees_the_row_it_was_like) {
    std::vector<Row> rows = table(4);
    rows[2][2] = rows[1][2];  // rows 2 and 3 of the sheet share a management number
    rows[4][1].back() = rows[4][1].back() == '1' ? '2' : '1';
    const ImportId id = import(csv(rows), photos_for(4));
    EXPECT_EQ(problems(id), "2: management_no_twice; 3: management_no_twice; 5: id_check");
    EXPECT_EQ(faulty(id)[0].problems[0].params.at("row"), "3");
    EXPECT_EQ(repair(id, 3, {{ResultField::management_no, "202600999901900099"}}),
              ImportRowState::good);
    EXPECT_EQ(problems(id), "5: id_check");
    EXPECT_EQ(repair(id, 5, {{ResultField::id_number, "nonsense"}}), ImportRowState::faulty);
    EXPECT_EQ(row(id, 5).values.at(ResultField::id_number), "nonsense") << "nothing typed is lost";
    EXPECT_EQ(repair(id, 5, {{ResultField::id_number, number(4)}}), ImportRowState::good);
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{4, 0, 0, 0}));
    EXPECT_TRUE(submit(id));
}

TEST_F(ImportsTest, one_left_out_frees_its_twin_and_back_again) {
    std::vector<Row> rows = table(2);
    rows[2] = rows[1];
    rows[2][2] = "202600999901900077";
    const ImportId id = import(csv(rows), photos_for(2));
    EXPECT_EQ(problems(id), "2: person_twice; 3: person_twice");
    const auto left_out = run(leave_out_row(services(), clerk(), id, 3, row(id, 3).version));
    EXPECT_EQ(test::sure(left_out), ImportRowState::left_out);
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{1, 0, 1, 0}));
    test::sure(run(take_back_row(services(), clerk(), id, 3, row(id, 3).version)));
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{0, 2, 0, 0}));
}

TEST_F(ImportsTest, going_on_without_the_faulty_rows_is_one_step_and_can_be_undone) {
    std::vector<Row> rows = table(5);
    rows[2][1] = "1";
    rows[4][0] = "";
    const ImportId id = import(csv(rows), photos_for(5));
    EXPECT_EQ(failure(submit(id)), ErrorCode::import_has_faults);
    EXPECT_EQ(
        test::sure(run(leave_out_rows(services(), clerk(), id, version(id), LeftOut::faulty))), 2);
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{3, 0, 2, 0}));
    test::sure(run(take_back_rows(services(), clerk(), id, version(id))));
    work();
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{3, 2, 0, 0}));
    test::sure(run(leave_out_rows(services(), clerk(), id, version(id), LeftOut::faulty)));
    const auto submitted = submit(id);
    ASSERT_TRUE(submitted) << submitted.error().describe();
    const auto counts = house_->store().read_now([&](storage::Reader& reader) {
        return storage::count_batch_rows(reader, submitted->batch);
    });
    EXPECT_EQ(counts->good, 3);
    EXPECT_EQ(counts->left_out, 2);
}

TEST_F(ImportsTest, nobody_is_issued_without_a_photo) {
    std::vector<Row> rows = table(3);
    const ImportId id = import(
        csv(rows), photos({number(1) + ".JPG", "foto/" + rows[2][2] + ".jpeg", "nobody12345.jpg"}));
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{3, 0, 0, 1}));
    EXPECT_EQ(failure(submit(id)), ErrorCode::import_has_faults);
    UploadedFile more = upload(BytesView(photos({number(3) + ".png"})), "mehr.zip");
    test::sure(run(add_photos(services(), clerk(), id, std::move(more))));
    EXPECT_EQ(view(id).record.state, ImportState::checking);
    work();
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{3, 0, 0, 0}));
    EXPECT_EQ(view(id).photos.all, 4);
    EXPECT_EQ(view(id).photos.used, 3);
    EXPECT_TRUE(submit(id));
}

TEST_F(ImportsTest, what_the_register_or_another_import_has_is_no_second_time) {
    const ImportId first = import(csv(table(2)), photos_for(2));
    const ImportId second = import(csv(table(2)), photos_for(2));
    EXPECT_EQ(problems(second), "") << "an import that is only being prepared does not count";
    ASSERT_TRUE(submit(first));
    MappingView mapping = test::sure(run(load_mapping(services(), clerk(), second)));
    test::sure(run(set_mapping(services(), clerk(), second, mapping.record.version, mapping.plan)));
    work();
    EXPECT_EQ(problems(second),
              "2: management_no_waiting person_waiting; 3: management_no_waiting person_waiting");

    const test::Held held = house_->add_holder({}, "李演示");
    const std::string taken = house_->one<std::string>(
        "SELECT management_no FROM certificate WHERE holder_id = $1", held.holder);
    std::vector<Row> rows = table(1);
    rows[1][2] = taken;
    rows[1][1] = number(77);
    EXPECT_EQ(problems(import(csv(rows))), "2: management_no_registered");
}

TEST_F(ImportsTest, a_document_known_under_another_name_is_asked_about) {
    const test::Held held = house_->add_holder({}, "李演示");
    const auto record = house_->store().read_now([&](storage::Reader& reader) {
        return storage::find_certificate(reader, house_->keys(), held.holder, held.line);
    });
    std::vector<Row> rows = table(1);
    rows[1][1] = (**record).face.id_number;
    const ImportId id = import(csv(rows));
    EXPECT_EQ(problems(id), "2: name_registered");
    EXPECT_EQ(faulty(id)[0].problems[0].params.at("registered"), "李演示");
    EXPECT_EQ(repair(id, 2, {{ResultField::name, "李演示"}}), ImportRowState::good);
}

TEST_F(ImportsTest, a_page_that_saw_another_version_changes_nothing) {
    std::vector<Row> rows = table(2);
    rows[1][0] = "1";
    const ImportId id = import(csv(rows), photos_for(2));
    const std::int64_t seen = version(id);
    const std::int64_t row_seen = row(id, 2).version;
    ASSERT_EQ(repair(id, 2, {{ResultField::name, "王甲"}}), ImportRowState::good);
    EXPECT_EQ(failure(run(repair_row(
                  services(), clerk(12), id, {2, row_seen, {{ResultField::name, "王乙"}}}))),
              ErrorCode::text_edited_meanwhile);
    EXPECT_EQ(failure(run(leave_out_rows(services(), clerk(12), id, seen, LeftOut::faulty))),
              ErrorCode::text_edited_meanwhile);
    EXPECT_EQ(failure(run(service::discard_import(services(), clerk(12), id, seen))),
              ErrorCode::text_edited_meanwhile);
    EXPECT_EQ(row(id, 2).values.at(ResultField::name), "王甲");
}

TEST_F(ImportsTest, an_import_of_another_authority_is_not_there) {
    const ImportId id = import(csv(table(1)));
    const auto stranger = clerk(13, "demo_tax_association");
    EXPECT_EQ(failure(run(find_import(services(), stranger, id))), ErrorCode::not_found);
    EXPECT_EQ(failure(run(list_faulty_rows(services(), stranger, id, "", 0))),
              ErrorCode::not_found);
    EXPECT_EQ(failure(run(service::discard_import(services(), stranger, id, version(id)))),
              ErrorCode::not_found);
    EXPECT_TRUE(
        test::sure(run(list_imports(services(), stranger, house_->clock.now() + Days(1)))).empty());
    auto reader = clerk();
    reader.roles = {domain::StaffRole::statistics_reader};
    EXPECT_EQ(failure(run(find_import(services(), reader, id))), ErrorCode::forbidden);
}

TEST_F(ImportsTest, giving_up_forgets_rows_photos_and_files) {
    const ImportId id = import(csv(table(2)), photos_for(1));
    ASSERT_TRUE(test::sure(house_->blobs().has(crypto::sha256(portrait()))));
    // The portrait is a certificate's photo already, so it stays; another one goes.
    Bytes other = portrait();
    other.insert(other.end() - 2, {0xFF, 0xFE, 0x00, 0x03, 0x41});  // a comment
    const Bytes archive = test::sure(sheets::write_archive({{number(2) + ".jpg", other}}));
    const auto added =
        run(add_photos(services(), clerk(), id, upload(BytesView(archive), "p.zip")));
    ASSERT_TRUE(added) << added.error().describe();
    work();
    const bool was_taken = test::sure(house_->blobs().has(crypto::sha256(other)));
    test::sure(run(service::discard_import(services(), clerk(), id, version(id))));
    work();
    expect_nothing_left();
    EXPECT_EQ(view(id).record.state, ImportState::discarded);
    EXPECT_TRUE(test::sure(house_->blobs().has(crypto::sha256(portrait()))));
    if (was_taken) EXPECT_FALSE(test::sure(house_->blobs().has(crypto::sha256(other))));
}

TEST_F(ImportsTest, a_restart_goes_on_where_it_stopped) {
    constexpr int rows = 3500;
    const ImportId id = test::sure(start(csv(table(rows))));
    accept_columns(id);
    int pieces = 0;
    // The process ends after some pieces, and begins again.
    while (view(id).record.state == ImportState::staging) {
        ASSERT_LT(++pieces, 50);
        bool stops = false;
        const ImportWork work{services(), [&] { return std::exchange(stops, true); }};
        test::sure(work_on_imports(work));
    }
    EXPECT_GE(pieces, 4);
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{rows, 0, 0, rows}));
    EXPECT_EQ(view(id).record.rows_done, rows);
    EXPECT_EQ(spooled_files(), 0U);
}

TEST_F(ImportsTest, a_file_that_is_lost_meanwhile_is_refused_and_leaves_nothing) {
    const ImportId id = test::sure(start(csv(table(3))));
    accept_columns(id);
    for (const auto& entry : std::filesystem::directory_iterator(spool_directory(services()))) {
        std::filesystem::resize_file(entry.path(), 100);
    }
    work();
    EXPECT_EQ(view(id).record.state, ImportState::refused);
    EXPECT_EQ(view(id).record.failure_code, "crypto.unsealing_failed");
    expect_nothing_left();
}

TEST_F(ImportsTest, a_file_that_lies_at_another_node_is_left_to_it) {
    house_->settings_.database.kind = "postgresql";  // what several nodes have in common
    const ImportId id = test::sure(start(csv(table(2)), photos_for(2)));
    accept_columns(id);
    const auto here = spool_directory(services());
    const auto there = house_.directory() / "another-node";
    std::filesystem::rename(here, there);
    std::filesystem::create_directory(here);
    work();
    EXPECT_EQ(view(id).record.state, ImportState::staging) << "not refused";
    EXPECT_EQ(view(id).record.failure_code, "") << "nor its photos given up";
    // The other node comes to it a little later.
    std::filesystem::remove(here);
    std::filesystem::rename(there, here);
    work();
    EXPECT_EQ(view(id).record.state, ImportState::staging) << "it has two seconds";
    house_->clock.advance(std::chrono::seconds(3));
    work();
    EXPECT_EQ(view(id).record.state, ImportState::checked);
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{2, 0, 0, 0}));
    EXPECT_EQ(spooled_files(), 0U);
}

TEST_F(ImportsTest, photos_that_cannot_be_read_are_said_and_the_table_goes_on) {
    const ImportId id = test::sure(start(csv(table(1)), photos_for(1)));
    accept_columns(id);
    for (const auto& entry : std::filesystem::directory_iterator(spool_directory(services()))) {
        if (entry.file_size() > 5000) std::filesystem::resize_file(entry.path(), 5000);
    }
    work();
    EXPECT_EQ(view(id).record.state, ImportState::checked);
    EXPECT_EQ(view(id).record.failure_code, "crypto.unsealing_failed");
    EXPECT_EQ(view(id).record.counts, (storage::ImportCounts{1, 0, 0, 1}));
    EXPECT_EQ(spooled_files(), 0U);
}

TEST_F(ImportsTest, a_batch_that_was_sent_back_is_repaired_and_submitted_again) {
    const ImportId id = import(csv(table(2)), photos_for(2));
    const auto first = submit(id);
    ASSERT_TRUE(first);
    EXPECT_EQ(failure(run(service::reopen_import(services(), clerk(), id, version(id)))),
              ErrorCode::import_not_open);
    house_->change("UPDATE proposal SET state = 'refused', decider_id = 99");
    ASSERT_TRUE(test::sure(run(find_submission(services(), clerk(), id)))->may_reopen);
    test::sure(run(service::reopen_import(services(), clerk(), id, version(id))));
    EXPECT_EQ(view(id).record.state, ImportState::checked);
    const auto second = submit(id);
    ASSERT_TRUE(second) << second.error().describe();
    EXPECT_NE(second->batch, first->batch);
}

TEST_F(ImportsTest, a_submission_is_whole_or_not_at_all) {
    const ImportId id = import(csv(table(2)), photos_for(2));
    const auto refused =
        run(submit_import(services(), clerk(), {id, version(id), "", "", std::nullopt}));
    EXPECT_EQ(failure(refused), ErrorCode::office_reason_missing);
    const Instant past = house_->clock.now() - std::chrono::hours(1);
    EXPECT_EQ(failure(run(submit_import(services(), clerk(), {id, version(id), "x y", "", past}))),
              ErrorCode::office_time_invalid);
    EXPECT_EQ(rows_in("SELECT COUNT(1) FROM proposal"), 0);
    EXPECT_EQ(view(id).record.state, ImportState::checked);
    EXPECT_FALSE(view(id).record.batch);
}

TEST_F(ImportsTest, specimens_show_the_first_and_the_last_and_prove_nothing) {
    const ImportId id = import(csv(table(12)), photos_for(12));
    const auto specimens = run(draw_specimens(services(), clerk(), id, 1));
    ASSERT_TRUE(specimens) << specimens.error().describe();
    ASSERT_GE(specimens->size(), 3U);
    EXPECT_EQ(specimens->front().management_no, good_row(1)[2]);
    EXPECT_EQ(specimens->back().management_no, good_row(12)[2]);
    std::set<std::string> pictures;
    for (const ImportSpecimen& specimen : *specimens) {
        EXPECT_THAT(specimen.svg, HasSubstr("样张"));
        EXPECT_THAT(specimen.svg, Not(HasSubstr("/v/")));
        EXPECT_TRUE(pictures.insert(specimen.svg).second);
    }
}

TEST_F(ImportsTest, nothing_personal_lies_in_the_clear) {
    std::vector<Row> rows = table(2);
    rows[2][0] = "欧阳演示";
    rows[2][1] = "1";
    const ImportId id = import(csv(rows), photos_for(1));
    test::sure(run(leave_out_rows(services(), clerk(), id, version(id), LeftOut::faulty)));
    (void)submit(id);
    const std::string stored = test::stored_bytes(house_->directory);
    for (const std::string& secret :
         {number(1), std::string("欧阳演示"), std::string("13800001234"), rows[1][2]}) {
        EXPECT_EQ(stored.find(secret), std::string::npos) << secret;
    }
}

}  // namespace
}  // namespace yinxin::service
