// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/audit.hpp"

#include "small_demo.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/storage/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

using storage::Statement;
using testing::HasSubstr;

/// A demonstration whose audit somebody with the database's own rights changes.
class AuditCommand : public SmallDemo {
  protected:
    void SetUp() override {
        SmallDemo::SetUp();
        request_.data = directory();
    }

    template <std::size_t count>
    void as_superuser(const Statement (&statements)[count]) {
        auto store = storage::open_sqlite((request_.data / "yinxin.sqlite").string());
        ASSERT_TRUE(store);
        for (const Statement& statement : statements) {
            const auto done = (*store)->write_now(
                [&](storage::Transaction& transaction) { return transaction.execute(statement); });
            ASSERT_TRUE(done) << done.error().describe();
        }
    }
    static std::string said(const std::function<void()>& act) {
        testing::internal::CaptureStdout();
        act();
        return testing::internal::GetCapturedStdout();
    }
    /// Keeps the head as somebody elsewhere would.
    void keep_head() {
        const std::string head = said([this] { EXPECT_EQ(print_audit_head(request_), exit_ok); });
        request_.witness = directory().parent_path() / "witness";
        ASSERT_TRUE(write_file_durably(request_.witness, as_bytes("# kept elsewhere\n" + head)));
    }
    std::string verified(int code) {
        return said([&] { EXPECT_EQ(verify_audit(request_), code); });
    }

    AuditRequest request_;
};

TEST_F(AuditCommand, a_fresh_chain_is_whole_and_agrees_with_its_head) {
    keep_head();
    EXPECT_THAT(verified(exit_ok), HasSubstr("WHOLE"));
}

TEST_F(AuditCommand, an_event_changed_by_a_superuser_shows) {
    static constexpr Statement change[]{
        {"test.drop", "DROP TRIGGER audit_event_is_unchanged"},
        {"test.change", "UPDATE audit_event SET actor = 'system:other' WHERE seq = 1"}};
    as_superuser(change);
    EXPECT_THAT(verified(exit_failed), HasSubstr("place 1 "));
}

TEST_F(AuditCommand, an_event_taken_out_shows) {
    static constexpr Statement change[]{{"test.drop", "DROP TRIGGER audit_event_is_kept"},
                                        {"test.delete", "DELETE FROM audit_event WHERE seq = 1"}};
    as_superuser(change);
    EXPECT_THAT(verified(exit_failed), HasSubstr("BROKEN"));
}

TEST_F(AuditCommand, a_chain_cut_at_its_end_shows_to_whoever_kept_its_head) {
    keep_head();
    static constexpr Statement change[]{
        {"test.drop", "DROP TRIGGER audit_event_is_kept"},
        {"test.delete", "DELETE FROM audit_event WHERE seq = (SELECT MAX(seq) FROM audit_event)"}};
    as_superuser(change);
    const AuditRequest with_witness = request_;
    request_.witness.clear();
    EXPECT_THAT(verified(exit_ok), HasSubstr("WHOLE"));
    request_ = with_witness;
    EXPECT_THAT(verified(exit_failed), HasSubstr("witness saw another event"));
}

TEST_F(AuditCommand, a_witness_that_is_none_is_wrong_usage) {
    request_.witness = directory().parent_path() / "witness";
    ASSERT_TRUE(write_file_durably(request_.witness, as_bytes("hello\n")));
    EXPECT_EQ(verify_audit(request_), exit_usage);
}

}  // namespace
}  // namespace yinxin::cli
