// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/small_house.hpp"
#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/service/import_leftovers.hpp"
#include "yinxin/service/import_repair.hpp"
#include "yinxin/service/import_submission.hpp"
#include "yinxin/service/import_work.hpp"
#include "yinxin/service/imports.hpp"
#include "yinxin/sheets/archive_writer.hpp"
#include "yinxin/sheets/sheet_writer.hpp"
#include "yinxin/storage/import_rows.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace yinxin::service {

/// A whole small installation with clerks who import tables.
class ImportWorld : public ::testing::Test {
  protected:
    using Row = std::vector<std::string>;

    void SetUp() override {
        test::sure(storage::make_spool_directory(spool_directory(services())));
    }

    Services& services() { return house_->services(); }
    template <class T>
    T run(Task<T> task) {
        return house_->run(std::move(task));
    }
    static domain::StaffActor clerk(std::int64_t id = 11, std::string issuer = "demo_exam_centre") {
        return {domain::StaffId{id}, "演示经办", {domain::StaffRole::clerk}, std::move(issuer)};
    }

    // ------------------------------------------------------------------------- what is uploaded

    UploadedFile upload(BytesView content, std::string name = "名单.csv") {
        auto spool = test::sure(storage::Spool::create(spool_place(services())));
        test::sure(spool->write(content));
        test::sure(spool->finish());
        return {std::move(name), std::move(spool)};
    }
    UploadedFile upload(std::string_view content, std::string name = "名单.csv") {
        return upload(as_bytes(content), std::move(name));
    }

    /// A resident number that nobody has, with its check character.
    static std::string number(int order) {
        const std::string body =
            fmt::format("119999199001{:02}{:03}", 1 + order / 1000, order % 1000);
        return body + domain::gb11643_check(body);
    }
    static Row header() { return {"姓名", "证件号码", "管理号", "专业", "批准日期", "手机号码"}; }
    static Row good_row(int i) {
        return {"王演示",
                number(i),
                fmt::format("2026009999019{:07}", i),
                "建筑工程",
                "2026-06-30",
                "13800001234"};
    }
    static std::string csv(const std::vector<Row>& rows) {
        std::string text;
        for (const Row& row : rows) {
            for (const std::string& cell : row) {
                text += (&cell == row.data() ? "" : ",") + cell;
            }
            text += "\r\n";
        }
        return text;
    }
    /// A header and so many good rows.
    static std::vector<Row> table(int rows) {
        std::vector<Row> all{header()};
        for (int i = 1; i <= rows; ++i) {
            all.push_back(good_row(i));
        }
        return all;
    }
    static Bytes portrait() {
        return test::sure(read_file(YX_SOURCE_DIR "/tests/unit/documents/data/portrait.jpg"));
    }
    static Bytes photos(const std::vector<std::string>& names) {
        std::vector<sheets::ArchiveFile> files;
        for (const std::string& name : names) {
            files.push_back({name, portrait()});
        }
        return test::sure(sheets::write_archive(files));
    }
    /// A photo for each of so many good rows.
    static Bytes photos_for(int rows) {
        std::vector<std::string> names;
        for (int i = 1; i <= rows; ++i) {
            names.push_back(number(i) + ".jpg");
        }
        return photos(names);
    }

    // ---------------------------------------------------------------------------- the clerk's way

    Result<domain::ImportId> start(std::string_view table, const Bytes& archive = {}) {
        StartImport start;
        start.sheet = upload(table);
        if (!archive.empty()) start.photos = upload(BytesView(archive), "照片.zip");
        return run(start_import(services(), clerk(), std::move(start)));
    }
    /// Until nothing waits for the program.
    void work() {
        for (int i = 0; i < 1000; ++i) {
            const auto done = test::sure(work_on_imports({services(), {}}));
            if (done + test::sure(forget_ended_imports(services())) == 0) return;
        }
        FAIL() << "the work does not end";
    }
    ImportView view(domain::ImportId id) {
        return test::sure(run(find_import(services(), clerk(), id)));
    }
    std::int64_t version(domain::ImportId id) { return view(id).record.version; }
    /// Takes the guessed columns.
    void accept_columns(domain::ImportId id) {
        const MappingView mapping = test::sure(run(load_mapping(services(), clerk(), id)));
        domain::ImportPlan plan = mapping.plan;
        if (plan.qualification_id.empty()) plan.qualification_id = "constructor_1";
        test::sure(
            run(set_mapping(services(), clerk(), id, mapping.record.version, std::move(plan))));
    }
    /// From the upload to the checked rows.
    domain::ImportId import(std::string_view table, const Bytes& archive = {}) {
        const domain::ImportId id = test::sure(start(table, archive));
        accept_columns(id);
        work();
        return id;
    }
    std::vector<RowView> faulty(domain::ImportId id) {
        return test::sure(run(list_faulty_rows(services(), clerk(), id, "", 0))).rows;
    }
    /// "3: id_check; 7: management_no_twice" of the faulty rows.
    std::string problems(domain::ImportId id) {
        std::string text;
        for (const RowView& row : faulty(id)) {
            if (!text.empty()) text += "; ";
            text += std::to_string(row.row_no) + ": " + domain::problem_keys(row.problems);
        }
        return text;
    }
    RowView row(domain::ImportId id, std::int64_t row_no) {
        return test::sure(run(find_row(services(), clerk(), id, row_no))).rows.front();
    }
    domain::ImportRowState repair(domain::ImportId id,
                                  std::int64_t row_no,
                                  std::map<domain::ResultField, std::string> values) {
        return test::sure(run(repair_row(
            services(), clerk(), id, {row_no, row(id, row_no).version, std::move(values)})));
    }
    Result<Submitted> submit(domain::ImportId id) {
        return run(submit_import(
            services(), clerk(), {id, version(id), "演示名单", "演示〔2026〕1号", std::nullopt}));
    }

    std::size_t spooled_files() {
        const auto directory = spool_directory(services());
        return static_cast<std::size_t>(std::distance(
            std::filesystem::directory_iterator(directory), std::filesystem::directory_iterator()));
    }
    static ErrorCode failure(const auto& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }

    test::ScratchHouse house_;
};

}  // namespace yinxin::service
