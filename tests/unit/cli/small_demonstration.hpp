// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/test_suite.hpp"

#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo.hpp"
#include "yinxin/storage/certificates.hpp"

#include <cstdlib>
#include <deque>
#include <set>

#include <gtest/gtest.h>

namespace yinxin::cli {

inline const Instant demo_now = start_of(make_day(2026, 11, 23)) + std::chrono::hours(11);

inline std::filesystem::path demo_directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "yx-demo-XXXXXX").string();
    return ::mkdtemp(pattern.data());
}

inline DemoPlan small_plan(const std::filesystem::path& directory) {
    DemoPlan plan;
    plan.directory = directory;
    plan.size = DemoSize::small;
    plan.now = demo_now;
    plan.suite = test::suite();
    // Cheap: what is tested is the demonstration, not the cost of guessing.
    plan.password_cost = {8 * 1024, 1};
    return plan;
}

inline constexpr storage::Statement list_lines{
    "test.lines", "SELECT holder_id, line_id FROM certificate_line ORDER BY line_id"};
inline constexpr storage::Statement list_holders{"test.holders",
                                                 "SELECT holder_id FROM person ORDER BY holder_id"};

/// One small demonstration for all tests; they only read it.
class Demo : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        scratch_ = demo_directory();
        auto made = make_demo(small_plan(scratch_ / "demo"));
        ASSERT_TRUE(made) << made.error().describe();
        outcome_ = *made;
        auto data = DataDirectory::open(scratch_ / "demo");
        ASSERT_TRUE(data) << data.error().describe();
        data_ = std::make_unique<DataDirectory>(std::move(*data));
        read_register();
    }
    static void TearDownTestSuite() {
        data_.reset();
        std::filesystem::remove_all(scratch_);
    }

    static void read_register() {
        const auto read = data_->store->read_now([](storage::Reader& reader) -> Result<void> {
            YX_TRY(const auto lines, reader.all<storage::LineKey>(list_lines));
            for (const storage::LineKey& line : lines) {
                YX_TRY(auto versions,
                       storage::list_versions(reader, data_->keys, line.holder, line.line));
                std::ranges::move(versions, std::back_inserter(certificates_));
            }
            YX_TRY(holders_, reader.all<HolderId>(list_holders));
            return ok();
        });
        ASSERT_TRUE(read) << read.error().describe();
    }

    static std::int64_t count(const std::string& from) {
        // The store keeps prepared statements by the address of their text.
        static std::deque<std::string> texts;
        const std::string& text = texts.emplace_back("SELECT COUNT(1) FROM " + from);
        const storage::Statement statement{"test.count", text.c_str()};
        const auto value = data_->store->read_now(
            [&](storage::Reader& reader) { return reader.one<std::int64_t>(statement); });
        EXPECT_TRUE(value) << value.error().describe();
        return value ? *value : -1;
    }
    static std::set<std::string> names() {
        std::set<std::string> all;
        for (const storage::CertificateRecord& record : certificates_)
            all.insert(record.face.name);
        return all;
    }

    static inline std::filesystem::path scratch_;
    static inline DemoOutcome outcome_;
    static inline std::unique_ptr<DataDirectory> data_;
    static inline std::vector<storage::CertificateRecord> certificates_;
    static inline std::vector<HolderId> holders_;
};

}  // namespace yinxin::cli
