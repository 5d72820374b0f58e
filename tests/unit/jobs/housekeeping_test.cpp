// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/housekeeping.hpp"

#include "support/scratch_directory.hpp"
#include "support/test_database.hpp"

#include "yinxin/storage/audit_log.hpp"

#include <gtest/gtest.h>

namespace yinxin::jobs {
namespace {

class Numbering : public testing::Test {
  protected:
    void SetUp() override {
        store_ = test::new_store(directory_.path(), instant_of(0));
        const Result<void> appended =
            store_->write_now([](storage::Transaction& transaction) -> Result<void> {
                for (int i = 0; i < 7; ++i) {
                    YX_CHECK(storage::append_audit(transaction,
                                                   {instant_of(1000 + i),
                                                    domain::ActorKind::holder,
                                                    "7",
                                                    domain::EventKind::endorsement_applied,
                                                    "endorsement:1",
                                                    {}}));
                }
                return ok();
            });
        ASSERT_TRUE(appended);
    }
    std::int64_t numbered() {
        return store_
            ->read_now([](storage::Reader& reader) { return storage::check_audit(reader); })
            ->events;
    }

    test::ScratchDirectory directory_;
    std::unique_ptr<storage::Store> store_;
};

TEST_F(Numbering, goes_on_until_no_event_is_left) {
    EXPECT_EQ(*number_events(*store_, 2, [] { return false; }), 7);
    EXPECT_EQ(numbered(), 7);
    EXPECT_EQ(*number_events(*store_, 2, [] { return false; }), 0);
}

TEST_F(Numbering, ends_with_a_whole_transaction_when_told_to) {
    int asked = 0;
    EXPECT_EQ(*number_events(*store_, 2, [&] { return ++asked > 2; }), 4);
    EXPECT_EQ(numbered(), 4);
}

}  // namespace
}  // namespace yinxin::jobs
