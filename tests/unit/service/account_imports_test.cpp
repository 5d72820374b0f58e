// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/account_imports.hpp"

#include "account_world.hpp"

#include "yinxin/service/accounts.hpp"
#include "yinxin/service/bindings.hpp"
#include "yinxin/service/identity_story.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

/// PBKDF2 of "password" as Django writes it; crypto/imported_password_test.cpp says who made it.
constexpr const char* django_hash =
    "pbkdf2_sha256$20000$seasalt$r+55pyxmKjbZk4zzvs8GbpOTmHjIJNePoTng7oOmX04=";

class AccountImportsTest : public AccountWorld {
  protected:
    static ImportedAccount row(const std::string& login, const domain::IdNumber& number) {
        return {2, login, django_hash, "", number.number, "张演", "13800001234"};
    }
    ImportedVerdict bring(const ImportedAccount& account,
                          ImportedMobiles mobiles = ImportedMobiles::only_stated) {
        return bring_all({account}, mobiles).front();
    }
    std::vector<ImportedVerdict> bring_all(const std::vector<ImportedAccount>& table,
                                           ImportedMobiles mobiles = ImportedMobiles::only_stated) {
        ImportedTwice twice;
        for (const ImportedAccount& account : table)
            twice.note(account);
        std::vector<ImportedVerdict> verdicts;
        for (const ImportedAccount& account : table) {
            const auto verdict = write([&](storage::Transaction& transaction) {
                return import_account(
                    transaction, services().keys, account, twice, mobiles, clock_.now());
            });
            EXPECT_TRUE(verdict) << verdict.error().describe();
            verdicts.push_back(*verdict);
        }
        return verdicts;
    }
    ImportedRefusal refusal(const ImportedAccount& account) {
        const ImportedVerdict verdict = bring(account);
        EXPECT_EQ(verdict.outcome, ImportedOutcome::refused);
        return verdict.refusal;
    }
    std::string stored_hash(const std::string& login) {
        static constexpr storage::Statement find{
            "test.hash", "SELECT password_hash FROM account WHERE login_name = $1"};
        return rows<std::string>(find, login).front();
    }
    const domain::IdNumber number_ = resident("19900307", 123);
};

TEST_F(AccountImportsTest, who_is_in_the_register_is_bound_and_logs_in_with_the_old_password) {
    const HolderId holder = make_person(person_name("张演"), number_, mobile("13900001234"));
    make_certificate(holder, "20230001", "released");
    EXPECT_EQ(bring(row("Zhang.Yan", number_)).outcome, ImportedOutcome::bound);
    const auto in = run(log_in(services(), "zhang.yan", Secret(std::string("password")), origin()));
    ASSERT_TRUE(in) << in.error().describe();
    const auto state = run(binding_state(services(), in->account));
    ASSERT_TRUE(state);
    EXPECT_EQ(state->holders, std::vector<HolderId>{holder});
    // From now on the hash is ours.
    EXPECT_TRUE(stored_hash("zhang.yan").starts_with("hmac-"));
    EXPECT_TRUE(run(log_in(services(), "zhang.yan", Secret(std::string("password")), origin())));
    EXPECT_FALSE(run(log_in(services(), "zhang.yan", Secret(std::string("passwort")), origin())));
}

TEST_F(AccountImportsTest, a_second_time_changes_nothing_and_binds_who_is_new_in_the_register) {
    EXPECT_EQ(bring(row("zhang.yan", number_)).outcome, ImportedOutcome::made);
    ASSERT_TRUE(run(log_in(services(), "zhang.yan", Secret(std::string("password")), origin())));
    const std::string hash = stored_hash("zhang.yan");
    EXPECT_EQ(bring(row("zhang.yan", number_)).outcome, ImportedOutcome::unchanged);
    EXPECT_EQ(stored_hash("zhang.yan"), hash);
    const HolderId holder = make_person(person_name("张演"), number_, mobile("13900001234"));
    make_certificate(holder, "20230001", "released");
    EXPECT_EQ(bring(row("zhang.yan", number_)).outcome, ImportedOutcome::bound);
    EXPECT_EQ(bring(row("zhang.yan", number_)).outcome, ImportedOutcome::unchanged);
    EXPECT_EQ(audit_count(domain::EventKind::account_imported), 1);
}

TEST_F(AccountImportsTest, whom_an_import_binds_the_office_need_not_confirm_any_more) {
    EXPECT_EQ(bring(row("zhang.yan", number_)).outcome, ImportedOutcome::made);
    const auto account =
        run(log_in(services(), "zhang.yan", Secret(std::string("password")), origin()))->account;
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        storage::NewIdentityCase request;
        request.id = make_id<domain::IdentityCaseId>();
        request.kind = domain::IdentityCaseKind::binding;
        request.account = account;
        request.issuer_id = "demo";
        request.applicant = pack_applicant({{person_name("张演"), number_}, mobile("13800001234")});
        request.statement = "演示：报名时的手机已经停用。";
        request.requested_at = clock_.now();
        return storage::insert_identity_case(transaction, services().keys, request);
    }));
    const HolderId holder = make_person(person_name("张演"), number_, mobile("13900001234"));
    make_certificate(holder, "20230001", "released");
    EXPECT_EQ(bring(row("zhang.yan", number_)).outcome, ImportedOutcome::bound);
    static constexpr storage::Statement states{"test.states", "SELECT state FROM identity_case"};
    EXPECT_EQ(rows<std::string>(states), std::vector<std::string>{"withdrawn"});
    EXPECT_TRUE(std::ranges::none_of(messages(), [](const DemoMessage& one) {
        return one.message.name == "bound";
    })) << "an import tells nobody";
}

TEST_F(AccountImportsTest, what_stands_twice_is_refused_both_times) {
    const auto verdicts = bring_all({row("zhang.yan", number_),
                                     row("ZHANG.YAN", resident("19880101", 5)),
                                     row("li.shi", resident("19770101", 7)),
                                     row("li.shi.2", resident("19770101", 7)),
                                     row("wang.yi", resident("19660101", 9))});
    EXPECT_EQ(verdicts[0].refusal, ImportedRefusal::login_twice);
    EXPECT_EQ(verdicts[1].refusal, ImportedRefusal::login_twice);
    EXPECT_EQ(verdicts[2].refusal, ImportedRefusal::number_twice);
    EXPECT_EQ(verdicts[3].refusal, ImportedRefusal::number_twice);
    EXPECT_EQ(verdicts[4].outcome, ImportedOutcome::made);
}

TEST_F(AccountImportsTest, a_name_or_a_person_that_has_an_account_is_refused) {
    make_account();  // zhang.yan, claims the number, bound to nobody
    EXPECT_EQ(refusal(row("zhang.yan", number_)), ImportedRefusal::login_taken);
    // A mere claim blocks nobody.
    EXPECT_EQ(bring(row("zhang.yan.exam", number_)).outcome, ImportedOutcome::made);
    EXPECT_EQ(refusal(row("zhang.yan.again", number_)), ImportedRefusal::number_taken);
}

TEST_F(AccountImportsTest, a_person_bound_here_already_is_refused) {
    const HolderId holder = make_person(person_name("张演"), number_, mobile("13900001234"));
    make_certificate(holder, "20230001", "released");
    const AccountId own = make_account();
    bind(own, holder, storage::BindingProof::management_number);
    EXPECT_EQ(refusal(row("zhang.yan.exam", number_)), ImportedRefusal::number_taken);
}

TEST_F(AccountImportsTest, each_wrong_cell_has_its_reason) {
    const auto with = [this](auto change) {
        ImportedAccount account = row("zhang.yan", number_);
        change(account);
        return refusal(account);
    };
    EXPECT_EQ(with([](auto& a) { a.login_name = " "; }), ImportedRefusal::login_name);
    EXPECT_EQ(with([](auto& a) { a.login_name = "zhang yan"; }), ImportedRefusal::login_name);
    EXPECT_EQ(with([](auto& a) { a.login_name = a.id_number; }), ImportedRefusal::login_is_number);
    EXPECT_EQ(with([](auto& a) { a.login_name = a.mobile; }), ImportedRefusal::login_is_number);
    EXPECT_EQ(with([](auto& a) { a.password_hash = "md5"; }), ImportedRefusal::hash_kind);
    EXPECT_EQ(with([](auto& a) { a.password_hash = "$2b$12$short"; }),
              ImportedRefusal::hash_malformed);
    EXPECT_EQ(with([](auto& a) {
                  a.password_hash = "$argon2id$v=19$m=4194304,t=1,p=1$c2FsdHNhbHQ$aGFzaA";
              }),
              ImportedRefusal::hash_cost);
    EXPECT_EQ(with([](auto& a) { a.id_number.back() = a.id_number.back() == '0' ? '1' : '0'; }),
              ImportedRefusal::id_number);
    EXPECT_EQ(with([](auto& a) { a.id_type = "library_card"; }), ImportedRefusal::id_number);
    EXPECT_EQ(with([](auto& a) { a.name = ""; }), ImportedRefusal::name);
    EXPECT_EQ(with([](auto& a) { a.mobile = "12"; }), ImportedRefusal::mobile);
    EXPECT_EQ(audit_count(domain::EventKind::account_imported), 0);
}

TEST_F(AccountImportsTest, a_mobile_is_a_way_in_only_where_the_platform_proved_it) {
    const auto confirmed = [this](const std::string& login) {
        static constexpr storage::Statement find{
            "test.confirmed", "SELECT mobile_confirmed FROM account WHERE login_name = $1"};
        return rows<std::int64_t>(find, login).front();
    };
    ASSERT_EQ(bring(row("zhang.yan", number_)).outcome, ImportedOutcome::made);
    EXPECT_EQ(confirmed("zhang.yan"), 0);
    ASSERT_EQ(bring(row("li.shi", resident("19770101", 7)), ImportedMobiles::verified).outcome,
              ImportedOutcome::made);
    EXPECT_EQ(confirmed("li.shi"), 1);
}

}  // namespace
}  // namespace yinxin::service
