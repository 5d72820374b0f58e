// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/installation.hpp"

#include "support/scratch_directory.hpp"
#include "support/test_database.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

using crypto::Suite;

constexpr Instant now{std::chrono::seconds{1795399200}};

class Installation : public testing::TestWithParam<Suite> {
  protected:
    Installation() { store_ = test::new_store(scratch_.path(), now); }
    Result<void> choose(Suite suite) {
        return store_->write_now(
            [&](Transaction& transaction) { return choose_suite(transaction, suite); });
    }
    void add_event(const std::string& object) {
        EXPECT_TRUE(store_->write_now([&](Transaction& transaction) -> Result<void> {
            YX_CHECK(append_audit(transaction,
                                  {now,
                                   domain::ActorKind::operator_shell,
                                   "test",
                                   domain::EventKind::configuration_changed,
                                   object,
                                   {}}));
            YX_CHECK(number_audit_events(transaction, 10));
            return ok();
        }));
    }
    AuditCheck check() {
        return *store_->read_now([](Reader& reader) { return check_audit(reader); });
    }
    DataKeys keys_of(Suite suite) {
        const auto directory = scratch_.path() / domain::key(suite);
        std::filesystem::create_directories(directory);
        EXPECT_TRUE(DataKeys::create(directory, suite));
        return *DataKeys::load(directory);
    }

    test::ScratchDirectory scratch_;
    std::unique_ptr<Store> store_;
};
INSTANTIATE_TEST_SUITE_P(Suites,
                         Installation,
                         testing::Values(Suite::international, Suite::national),
                         [](const auto& one) { return std::string(domain::key(one.param)); });

TEST_P(Installation, chains_its_audit_with_the_digest_it_chose_and_no_other) {
    ASSERT_TRUE(choose(GetParam()));
    add_event("one");
    add_event("two");
    EXPECT_EQ(check().events, 2);
    EXPECT_EQ(check().first_broken, 0);
    const Suite other = GetParam() == Suite::national ? Suite::international : Suite::national;
    // Whoever turns the suite round behind our back breaks every link.
    EXPECT_TRUE(store_->write_now([&](Transaction& transaction) {
        return transaction.execute(Statement{"test.turn", "UPDATE installation SET suite = $1"},
                                   other);
    }));
    EXPECT_EQ(check().first_broken, 1);
}

TEST_P(Installation, keeps_its_suite_once_the_audit_has_begun) {
    ASSERT_TRUE(choose(GetParam()));
    add_event("one");
    EXPECT_EQ(choose(Suite::international).error().code(), ErrorCode::conflict);
    EXPECT_EQ(choose(Suite::national).error().code(), ErrorCode::conflict);
}

TEST_P(Installation, refuses_the_key_file_of_the_other_suite) {
    ASSERT_TRUE(choose(GetParam()));
    for (const Suite suite : {Suite::international, Suite::national}) {
        const DataKeys keys = keys_of(suite);
        EXPECT_EQ(keys.suite, suite);
        const auto outcome =
            store_->read_now([&](Reader& reader) { return check_suite(reader, keys); });
        EXPECT_EQ(outcome.has_value(), suite == GetParam());
        if (!outcome) EXPECT_EQ(outcome.error().code(), ErrorCode::key_unavailable);
    }
}

TEST_P(Installation, has_a_key_file_that_is_useless_with_its_suite_changed) {
    const auto directory = scratch_.path() / "keys";
    std::filesystem::create_directories(directory);
    ASSERT_TRUE(DataKeys::create(directory, GetParam()));
    const Bytes sealed = DataKeys::load(directory)->columns.seal("c", "value");
    const auto path = directory / "data.key";
    std::string text = *read_text_file(path);
    const std::string mark = "national ";
    text = text.starts_with(mark) ? text.substr(mark.size()) : mark + text;
    ASSERT_TRUE(write_file_durably(path, as_bytes(text)));
    const auto other = DataKeys::load(directory);
    ASSERT_TRUE(other) << other.error().describe();
    EXPECT_FALSE(other->columns.open("c", sealed));
}

}  // namespace
}  // namespace yinxin::storage
