// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/fsck.hpp"

#include "small_demo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;
using storage::Statement;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Fsck : public SmallDemo {
  protected:
    void SetUp() override {
        SmallDemo::SetUp();
        auto opened = DataDirectory::open(directory());
        ASSERT_TRUE(opened);
        data_ = std::make_unique<DataDirectory>(*std::move(opened));
    }
    void TearDown() override {
        data_.reset();
        SmallDemo::TearDown();
    }
    void spoil(const Statement& statement) {
        const auto done = data_->store->write_now(
            [&](storage::Transaction& transaction) { return transaction.execute(statement); });
        ASSERT_TRUE(done) << done.error().describe();
        ASSERT_GE(*done, 1) << statement.name;
    }
    std::vector<std::string> problems() {
        const auto report = check_data(*data_);
        EXPECT_TRUE(report) << report.error().describe();
        return report ? report->problems : std::vector<std::string>{"no report"};
    }

    std::unique_ptr<DataDirectory> data_;
};

TEST_F(Fsck, finds_nothing_in_a_fresh_demonstration) {
    EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Fsck, finds_a_row_that_was_never_approved) {
    spoil({"test.spoil",
           "UPDATE certificate SET face_signature = (SELECT c.face_signature FROM certificate c"
           " ORDER BY c.line_id DESC LIMIT 1) WHERE line_id = (SELECT MIN(c.line_id) FROM"
           " certificate c)"});
    EXPECT_THAT(problems(), ElementsAre(HasSubstr("is not what was approved")));
}

TEST_F(Fsck, finds_a_face_that_was_altered) {
    spoil({"test.spoil",
           "UPDATE certificate SET face_sealed = substr(face_sealed, 1, 40) WHERE line_id ="
           " (SELECT MIN(c.line_id) FROM certificate c) AND version = 1"});
    EXPECT_THAT(problems(), ElementsAre(HasSubstr("cannot be read")));
}

TEST_F(Fsck, finds_a_file_that_is_gone) {
    spoil(
        {"test.spoil",
         "UPDATE copy_file SET has_blob = 1 WHERE copy_id = (SELECT MIN(copy_id) FROM copy_file)"});
    EXPECT_THAT(problems(), ElementsAre(HasSubstr("not_found")));
}

TEST_F(Fsck, says_which_files_are_known_by_their_sha256_alone) {
    spoil({"test.spoil",
           "UPDATE copy_file SET sm3 = NULL WHERE copy_id = (SELECT MIN(copy_id) FROM copy_file)"});
    const auto report = check_data(*data_);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->without_sm3, 1);
    EXPECT_THAT(report->problems, IsEmpty());
}

TEST_F(Fsck, finds_an_application_over_the_quota) {
    spoil({"test.spoil", "UPDATE policy SET quota = 1"});
    EXPECT_THAT(problems(), testing::Contains(HasSubstr("over the quota of 1")));
}

TEST_F(Fsck, finds_a_hole_in_the_audit) {
    // Whoever can drop a trigger can alter a row; the chain tells.
    spoil({"test.second",
           "INSERT INTO audit_event (event_id, at, kind, actor, object, facts, salt, seq, chain)"
           " SELECT event_id + 1, at, kind, actor, object, facts, salt, seq + 1, chain"
           " FROM audit_event ORDER BY seq DESC LIMIT 1"});
    EXPECT_THAT(problems(), ElementsAre(HasSubstr("the chain is broken at number 4")));
}

}  // namespace
}  // namespace yinxin::cli
