// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/test_database.hpp"
#include "support/test_suite.hpp"

#include "yinxin/crypto/password.hpp"
#include "yinxin/domain/audit_event.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/notices.hpp"
#include "yinxin/storage/persons.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::service {

/// A clock the test sets.
class FakeClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return now_; }
    void pass(std::chrono::seconds length) { now_ += length; }

  private:
    Instant now_ = start_of(make_day(2026, 11, 23)) + std::chrono::hours(9);
};

class NoBlobs final : public storage::BlobStore {
  public:
    Result<void> put_all(std::span<const storage::Blob>) override { return ok(); }
    Result<Bytes> get(const crypto::Digest32&) override { return Error(ErrorCode::not_found); }
    Result<void> remove(const crypto::Digest32&) override { return ok(); }
};

/// A resident number with its check character: born on `birth` (YYYYMMDD), `order` 0 to 999.
inline domain::IdNumber resident(const std::string& birth, int order) {
    std::string order_text = std::to_string(order);
    order_text.insert(0, 3 - order_text.size(), '0');
    const std::string body = "110105" + birth + order_text;
    return *domain::parse_id_number(domain::IdDocumentType::resident_identity_card,
                                    body + domain::gb11643_check(body));
}

inline domain::PersonName person_name(std::string_view text) {
    return *domain::parse_person_name(text);
}
inline domain::Mobile mobile(std::string_view text) {
    return *domain::parse_mobile(text);
}

/// A real database in a directory of its own, a demonstration's services, and a few people.
class AccountWorld : public ::testing::Test {
  protected:
    static constexpr const char* good_password = "violet kettle hums at noon";

    void SetUp() override {
        directory_ =
            std::filesystem::temp_directory_path() / ("yx-accounts-" + std::to_string(new_id()));
        std::filesystem::create_directories(directory_);
        store_ = test::new_store(directory_, clock_.now());
        ASSERT_TRUE(storage::DataKeys::create(directory_, test::suite()));
        ASSERT_TRUE(store_->write_now([](storage::Transaction& transaction) {
            return storage::choose_suite(transaction, test::suite());
        }));
        auto keys = storage::DataKeys::load(directory_);
        ASSERT_TRUE(keys) << keys.error().describe();
        keys_ = std::make_unique<storage::DataKeys>(std::move(*keys));
        settings_.password.memory = 64 * 1024;
        settings_.password.passes = 1;
        runtime_ = std::make_unique<flow::Runtime>(1);
        pool_ =
            std::make_unique<flow::Pool>(flow::Pool::Shape{"cpu", 2, flow::Pool::QueueLimit(64)});
        services_.reset(new Services{*store_,
                                     blobs_,
                                     *keys_,
                                     reference_,
                                     settings_,
                                     clock_,
                                     *pool_,
                                     reinterpret_cast<const documents::Stationery&>(no_stationery_),
                                     [] {},
                                     true});
    }
    void TearDown() override {
        services_.reset();
        pool_.reset();
        runtime_.reset();
        store_.reset();
        test::drop_database(directory_);
        std::filesystem::remove_all(directory_);
    }

    Services& services() { return *services_; }
    const std::filesystem::path& directory() const { return directory_; }

    template <class T>
    T run(Task<T> task) {
        return flow::block_on(*runtime_, std::move(task));
    }
    template <class Work>
    auto write(Work work) {
        return store_->write_now(std::move(work));
    }
    template <class Row, class... Args>
    std::vector<Row> rows(const storage::Statement& statement, const Args&... args) {
        auto found = store_->read_now(
            [&](storage::Reader& reader) { return reader.all<Row>(statement, args...); });
        EXPECT_TRUE(found) << found.error().describe();
        return found ? *found : std::vector<Row>();
    }

    /// An account with `good_password`, its mobile confirmed.
    AccountId make_account(const std::string& login,
                           const domain::PersonName& name,
                           const domain::IdNumber& document,
                           const domain::Mobile& number) {
        storage::NewAccount account;
        account.login_name = login;
        account.password_hash =
            *crypto::hash_password(Secret(std::string(good_password)), crypto::PasswordCost{64, 1});
        account.person = storage::StatedPerson{name, document};
        account.mobile = number;
        account.is_mobile_confirmed = true;
        account.created_at = clock_.now();
        const auto made = write([&](storage::Transaction& transaction) {
            return storage::insert_account(transaction, *keys_, account);
        });
        EXPECT_TRUE(made) << made.error().describe();
        return *made;
    }
    /// An account for checking only: it does not say whose it is.
    AccountId make_verifier(const std::string& login, const domain::Mobile& number) {
        storage::NewAccount account;
        account.login_name = login;
        account.password_hash = "!";
        account.mobile = number;
        account.is_mobile_confirmed = true;
        account.created_at = clock_.now();
        const auto made = write([&](storage::Transaction& transaction) {
            return storage::insert_account(transaction, *keys_, account);
        });
        EXPECT_TRUE(made) << made.error().describe();
        return *made;
    }
    AccountId make_account(const std::string& login = "zhang.yan") {
        return make_account(
            login, person_name("张演"), resident("19900307", 123), mobile("13800001234"));
    }

    void bind(AccountId account,
              HolderId holder,
              storage::BindingProof proof = storage::BindingProof::exam_platform) {
        const auto bound = write([&](storage::Transaction& transaction) {
            return storage::bind_account(transaction, account, holder, proof, clock_.now());
        });
        ASSERT_TRUE(bound) << bound.error().describe();
    }

    HolderId make_person(const storage::NewPerson& person) {
        const auto made = write([&](storage::Transaction& transaction) {
            return storage::insert_person(transaction, *keys_, person);
        });
        EXPECT_TRUE(made) << made.error().describe();
        return *made;
    }
    HolderId make_person(const domain::PersonName& name,
                         const domain::IdNumber& document,
                         std::optional<domain::Mobile> number) {
        storage::NewPerson person;
        person.names = {{name, storage::FactState::current, clock_.now()}};
        person.documents = {{document, storage::FactState::current, clock_.now()}};
        person.mobile = std::move(number);
        person.created_at = clock_.now();
        return make_person(person);
    }

    /// A certificate of the year 2023 in a batch in the given state.
    void make_certificate(HolderId holder, const std::string& management_no, const char* state) {
        static constexpr storage::Statement batch{
            "test.batch",
            "INSERT INTO batch (batch_id, issuer_id, item_id, exam_year, state, certificate_count, "
            "changed_at, released_at) VALUES ($1, 'demo', 'demo', 2023, $2, 1, 0, "
            "CASE WHEN $2 IN ('released', 'recalled', 'stopped') THEN 0 END)"};
        static constexpr storage::Statement certificate{
            "test.certificate",
            "INSERT INTO certificate (holder_id, line_id, version, kind, status, status_reason, "
            "status_at, batch_id, item_id, policy_id, certificate_no, management_no, approved_on, "
            "issued_on, face_sealed, face_signature, created_at) VALUES ($1, $2, 1, 'certificate', "
            "'valid', '', 0, $3, 'demo', 'demo', $4, $4, '2023-09-10', '2023-12-01', $5, $5, 0)"};
        const auto made = write([&](storage::Transaction& transaction) -> Result<void> {
            const std::int64_t batch_id = new_id();
            YX_CHECK(transaction.execute(batch, batch_id, state));
            YX_CHECK(transaction.execute(
                certificate, holder, new_id(), batch_id, management_no, Bytes{}));
            return ok();
        });
        ASSERT_TRUE(made) << made.error().describe();
    }

    void publish_notice(std::int64_t version, Instant effective_at) {
        const storage::NoticeRow notice{version,
                                        effective_at,
                                        "服务须知",
                                        "Notice",
                                        "第一段\n\n# 二\n第二段",
                                        "First\n\n# Two\nSecond"};
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return storage::insert_notice(transaction, notice);
        }));
    }

    std::vector<DemoMessage> messages() {
        auto list = run(list_demo_messages(services(), 100));
        EXPECT_TRUE(list) << list.error().describe();
        return list ? *list : std::vector<DemoMessage>();
    }
    /// The code in the newest message that has one.
    std::string last_code() {
        for (const DemoMessage& each : messages()) {
            const auto code = each.message.parameters.find("code");
            if (code != each.message.parameters.end()) return code->second;
        }
        return "";
    }
    /// A code that is not the one.
    static std::string other_than(const std::string& code) {
        return code == "000000" ? "000001" : "000000";
    }

    std::int64_t audit_count(domain::EventKind kind) {
        static constexpr storage::Statement count{
            "test.audit", "SELECT COUNT(event_id) FROM audit_event WHERE kind = $1"};
        return rows<std::int64_t>(count, domain::key(kind)).front();
    }

    Origin origin() const { return {"192.0.2.7", "Test Browser 1.0"}; }

    FakeClock clock_;
    config::Settings settings_;
    config::ReferenceShelf reference_;

  private:
    std::filesystem::path directory_;
    NoBlobs blobs_;
    /// Nothing on the account side draws; the reference is never followed.
    alignas(std::max_align_t) std::array<std::byte, 1024> no_stationery_{};
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<storage::DataKeys> keys_;
    std::unique_ptr<flow::Runtime> runtime_;
    std::unique_ptr<flow::Pool> pool_;
    std::unique_ptr<Services> services_;
};

}  // namespace yinxin::service
