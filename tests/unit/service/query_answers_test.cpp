// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/query_answers.hpp"

#include "support/small_house.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/service/receipts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using service::KeptQueryAnswer;
using service::QueryAnswer;
using testing::HasSubstr;
using testing::Not;

constexpr AccountId asker{7001};
constexpr AccountId somebody_else{7002};

documents::Letter words(const QueryAnswer& answer) {
    documents::Letter letter;
    letter.title = "查询回执";
    letter.headline = "有效";
    letter.parts = {{"甲", {{"姓名", answer.asked.name}}}};
    return letter;
}

class QueryAnswers : public testing::Test {
  protected:
    void SetUp() override {
        answer_.asked = {"欧阳演示", "11010519491231002X", "20230099990100000018", "招聘岗位核验"};
        answer_.masked_id = "1****************X";
        answer_.at = house->clock.now();
        answer_.found =
            service::QueriedCertificate{.qualification = {"演示工程师", "Demonstration Engineer"},
                                        .level = {"高级", "Senior"},
                                        .issued_on = make_day(2025, 12, 1),
                                        .status = domain::CertificateStatus::suspended};
    }
    std::string keep() {
        return sure(house->store().write_now([&](storage::Transaction& transaction) {
            return service::keep_query_answer(transaction, house->keys(), asker, answer_);
        }));
    }
    Result<KeptQueryAnswer> load(const std::string& token, AccountId account = asker) {
        return house->run(service::load_query_answer(house->services(), account, token));
    }
    Result<void> give(const std::string& token, AccountId account = asker) {
        return house->run(service::give_query_receipt(house->services(), account, token, words));
    }
    Result<storage::ReceiptFiles> files(const std::string& token, AccountId account = asker) {
        return house->run(service::open_query_receipt(house->services(), account, token));
    }

    ScratchHouse house;
    QueryAnswer answer_;
};

TEST_F(QueryAnswers, come_back_as_they_were) {
    const KeptQueryAnswer kept = sure(load(keep()));
    EXPECT_EQ(kept.answer.asked.name, "欧阳演示");
    EXPECT_EQ(kept.answer.asked.purpose, "招聘岗位核验");
    EXPECT_EQ(kept.answer.at, answer_.at);
    ASSERT_TRUE(kept.answer.found);
    EXPECT_EQ(kept.answer.found->level.en, "Senior");
    EXPECT_EQ(kept.answer.found->issued_on, make_day(2025, 12, 1));
    EXPECT_EQ(kept.answer.outcome(), "suspended");
    answer_.found->is_recalled = true;
    EXPECT_EQ(sure(load(keep())).answer.outcome(), "recalled");
    answer_.found.reset();
    EXPECT_FALSE(sure(load(keep())).answer.found);
}

TEST_F(QueryAnswers, are_there_for_the_account_that_asked_and_for_nobody_else) {
    const std::string token = keep();
    sure(give(token));
    EXPECT_EQ(load(token, somebody_else).error().code(), ErrorCode::not_found);
    EXPECT_EQ(give(token, somebody_else).error().code(), ErrorCode::not_found);
    EXPECT_EQ(files(token, somebody_else).error().code(), ErrorCode::not_found);
    EXPECT_FALSE(house->run(service::load_answer(house->services(), token)))
        << "nor under the address of an answer about a file";
    EXPECT_FALSE(house->run(service::open_receipt(house->services(), token)));
}

TEST_F(QueryAnswers, are_kept_for_a_day_and_with_a_receipt_as_long_as_it) {
    const std::string plain = keep();
    const std::string filed = keep();
    sure(give(filed));
    house->clock.advance(std::chrono::hours(24) - std::chrono::seconds(1));
    EXPECT_TRUE(load(plain));
    house->clock.advance(std::chrono::seconds(1));
    EXPECT_FALSE(load(plain));
    EXPECT_TRUE(load(filed));
    EXPECT_TRUE(files(filed));
}

TEST_F(QueryAnswers, have_a_receipt_that_masks_the_number_and_is_recognised) {
    const std::string token = keep();
    sure(give(token));
    const storage::ReceiptFiles made = sure(files(token));
    EXPECT_THAT(made.number, testing::MatchesRegex("CX20261123-[0-9]{12}"));
    EXPECT_EQ(sure(load(token)).receipt_no, made.number);
    const std::string jws(as_text(made.json));
    const auto start = jws.find("\"payload\":\"") + 11;
    const Bytes payload =
        sure(parse_base64url(std::string_view(jws).substr(start, jws.find('"', start) - start)));
    const std::string json(as_text(payload));
    for (const char* part : {R"("type":"yinxin-query-receipt")",
                             R"("masked_id":"1****************X")",
                             R"("management_number":"20230099990100000018")",
                             R"("outcome":"suspended")",
                             R"("purpose":"招聘岗位核验")"}) {
        EXPECT_THAT(json, HasSubstr(part));
    }
    EXPECT_THAT(json, Not(HasSubstr("11010519491231002X")));
    const auto known =
        sure(house->run(service::recognise_receipt(house->services(), crypto::sha256(made.pdf))));
    ASSERT_TRUE(known);
    EXPECT_EQ(known->verdict, "query.suspended");
    sure(give(token));
    EXPECT_EQ(sure(files(token)).number, made.number) << "an answer has one receipt";
}

TEST_F(QueryAnswers, are_not_readable_on_the_disk) {
    sure(give(keep()));
    house.reopen();
    for (const auto& entry : std::filesystem::directory_iterator(house.directory())) {
        if (!entry.is_regular_file()) continue;
        const std::string bytes = sure(read_text_file(entry.path()));
        for (const char* secret : {"欧阳演示", "11010519491231002X", "招聘岗位核验"}) {
            EXPECT_THAT(bytes, Not(HasSubstr(secret))) << entry.path();
        }
    }
}

}  // namespace
}  // namespace yinxin::test
