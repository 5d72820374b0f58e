// SPDX-License-Identifier: Apache-2.0
// The signer under its own role on PostgreSQL: packaging/postgresql/signer-role.sql.
#include "support/test_database.hpp"
#include "unit/jobs/press_steps.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/jobs/signer_desk.hpp"
#include "yinxin/storage/distribution.hpp"
#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/postgres_connection.hpp"
#include "yinxin/storage/reference_texts.hpp"

#include <test_places.hpp>

#include <gmock/gmock.h>

namespace yinxin::test {
namespace {

using storage::PostgresAddress;
using storage::PostgresConnection;
using testing::HasSubstr;

class SignerRole : public PressSteps {
  protected:
    void SetUp() override {
        if (!is_on_postgres()) GTEST_SKIP() << "SQLite knows no roles";
        const std::string grants = sure(read_text_file(std::filesystem::path(YX_SOURCE_DIR) /
                                                       "packaging/postgresql/signer-role.sql"));
        const auto owner =
            sure(PostgresConnection::open(address(), PostgresConnection::Role::writes));
        sure(owner->run_script(grants));
        sure(owner->run_script(grants));  // again, as after a new version
        store_ = sure(storage::open_store({{}, signers_address()}));
    }
    PostgresAddress address() { return *database_of(house_.directory()).postgres; }
    PostgresAddress signers_address() {
        PostgresAddress own = address();
        const std::size_t user = own.url.find("//yinxin@");
        if (user == std::string::npos) throw std::runtime_error("another user than the cluster's");
        own.url.replace(user, 9, "//yinxin_signer@");
        return own;
    }
    Result<void> as_signer(const char* literal) {
        return store_->write_now([&](storage::Transaction& t) -> Result<void> {
            YX_CHECK(t.execute(storage::Statement{"test.signer", literal}));
            return ok();
        });
    }
    std::unique_ptr<storage::Store> store_;
};

TEST_F(SignerRole, does_all_the_signer_does) {
    // What `yinxin signer` asks before and beside the desk.
    const Instant now = house_->clock.now();
    sure(store_->read_now([&](storage::Reader& reader) -> Result<void> {
        YX_CHECK(storage::check_suite(reader, house_->keys()));
        YX_CHECK(storage::find_reference_version(reader, storage::catalogue_text, now));
        YX_CHECK(storage::load_reference_text(reader, storage::catalogue_text, now));
        return ok();
    }));
    EXPECT_TRUE(storage::is_distributed(*store_));
    const auto desk =
        sure(jobs::open_seal_desk(*store_, house_->keys(), house_->shelf(), house_->settings_));

    const Held held = house_->add_holder();
    house_->apply(held);
    auto items = claim_and_build();
    ASSERT_EQ(items.size(), 1U);
    record_intent(items[0]);
    const std::int64_t uses = house_->one("SELECT SUM(uses) FROM seal");
    const std::vector<jobs::IntentKey> keys{{held.holder, items[0].faces.at(0).intent}};
    const auto answers = sure(desk->seal(keys, now));
    ASSERT_EQ(answers.size(), 1U);
    ASSERT_TRUE(answers[0]) << answers[0].error().describe();
    EXPECT_EQ(sealed_intents(), 1);
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), uses + 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE actor = 'system:seal_desk'"), 1);
}

TEST_F(SignerRole, can_do_nothing_else) {
    const Held held = house_->add_holder();
    house_->apply(held);
    for (const char* literal : {"UPDATE certificate SET status = 'valid'",
                                "UPDATE certificate_line SET current_version = 1",
                                "UPDATE endorsement SET state = 'ready'",
                                "UPDATE copy SET state = 'released'",
                                "UPDATE seal SET state = 'active'",
                                "UPDATE seal_intent SET digest = digest",
                                "INSERT INTO policy (policy_id, quota) VALUES ('loose', 99)",
                                "UPDATE reference_text SET body = ''",
                                "UPDATE key_register SET certificate_pem = ''",
                                "UPDATE audit_event SET seq = NULL",
                                "DELETE FROM audit_event",
                                "DELETE FROM seal_intent",
                                "SELECT COUNT(*) FROM person_name",
                                "SELECT COUNT(*) FROM account",
                                "SELECT token FROM copy",
                                "CREATE TABLE own (id BIGINT)"}) {
        const auto refused = as_signer(literal);
        ASSERT_FALSE(refused) << literal;
        EXPECT_THAT(refused.error().detail(), HasSubstr("42501")) << literal;
    }
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM certificate WHERE status = 'valid'"), 1);
}

}  // namespace
}  // namespace yinxin::test
