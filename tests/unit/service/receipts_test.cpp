// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/receipts.hpp"

#include "support/small_house.hpp"
#include "support/test_database.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/service/verification.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using service::CheckedSubject;
using service::KeptAnswer;
using testing::HasSubstr;
using testing::Not;

CheckedSubject sample_answer() {
    CheckedSubject checked;
    checked.asked_by = "演示工程有限公司";
    checked.size = 123'456;
    verify::Report& report = checked.report;
    report.verdict = verify::Verdict::expired;
    report.integrity = verify::Integrity::full;
    report.authenticity = verify::Authenticity::issued;
    report.currency = verify::Currency::expired;
    report.format = verify::FileFormat::pdf;
    report.sha256 = std::string(64, 'a');
    report.findings = {{"endorsement", verify::Level::fail, "endorsement.expired", "a: 1\n:b"},
                       {"x", verify::Level::info, "x", ""}};
    report.signer = verify::SignerSummary{"演示专用章", "演示", "CA", "0a", "ff", {}, house_opens};
    report.signed_at = house_opens;
    report.codes = {{"http://127.0.0.1:8080/v/abc", 2}};
    report.copy = verify::RegisteredCopy{.copy_no = "YX20261123-000001234561",
                                         .title = {"资格证书", "Certificate"},
                                         .masked_name = "王*",
                                         .has_endorsement = true,
                                         .valid_until = house_opens};
    report.at = house_opens + Days(100);
    return checked;
}

documents::Letter words(const KeptAnswer& answer) {
    documents::Letter letter;
    letter.title = "核验回执";
    letter.headline = std::string(domain::key(answer.checked.report.verdict));
    letter.parts = {{"甲", {{"乙", "丙"}}}};
    return letter;
}

/// The payload of a JWS.
std::string payload_of(const Bytes& jws) {
    const std::string_view text = as_text(jws);
    const auto start = text.find("\"payload\":\"") + 11;
    const Bytes payload = sure(parse_base64url(text.substr(start, text.find('"', start) - start)));
    return std::string(as_text(payload));
}

class Receipts : public testing::Test {
  protected:
    std::string keep() {
        return sure(house->run(service::keep_answer(house->services(), sample_answer())));
    }
    Result<KeptAnswer> load(const std::string& token) {
        return house->run(service::load_answer(house->services(), token));
    }
    Result<void> give(const std::string& token) {
        return house->run(service::give_receipt(house->services(), token, words));
    }
    storage::ReceiptFiles files(const std::string& token) {
        return sure(house->run(service::open_receipt(house->services(), token)));
    }
    std::optional<storage::ReceiptRow> recognise(const Bytes& file) {
        return sure(
            house->run(service::recognise_receipt(house->services(), crypto::sha256(file))));
    }
    std::int64_t tidy() {
        return sure(house->store().write_now([&](storage::Transaction& transaction) {
            return storage::forget_old_results(transaction, house->clock.now());
        }));
    }

    ScratchHouse house;
};

TEST_F(Receipts, an_answer_comes_back_as_it_was) {
    const KeptAnswer kept = sure(load(keep()));
    EXPECT_EQ(service::pack(kept.checked), service::pack(sample_answer()));
    EXPECT_EQ(kept.checked.report.findings, sample_answer().report.findings);
    EXPECT_EQ(kept.checked.report.copy->title.en, "Certificate");
    EXPECT_EQ(kept.checked_at, house_opens);
    EXPECT_FALSE(kept.receipt_no);
}

TEST_F(Receipts, packed_answers_that_are_damaged_are_refused_and_never_crash) {
    const std::string packed = service::pack(sample_answer());
    for (std::size_t length = 0; length < packed.size(); ++length) {
        EXPECT_FALSE(service::unpack_checked(packed.substr(0, length))) << length;
    }
    EXPECT_FALSE(service::unpack_checked(packed + "1:x"));
    for (std::size_t at = 0; at < packed.size(); ++at) {
        std::string spoiled = packed;
        spoiled[at] = '9';
        (void)service::unpack_checked(spoiled);
    }
    EXPECT_FALSE(service::unpack_checked("1:0999999999999999:"));
}

TEST_F(Receipts, an_answer_is_kept_for_a_day_and_no_longer) {
    const std::string token = keep();
    house->clock.advance(std::chrono::hours(24) - std::chrono::seconds(1));
    EXPECT_TRUE(load(token));
    EXPECT_EQ(tidy(), 0);
    house->clock.advance(std::chrono::seconds(1));
    EXPECT_FALSE(load(token));
    EXPECT_EQ(tidy(), 1);
    EXPECT_EQ(house->one("SELECT count(1) FROM verification_result"), 0);
}

TEST_F(Receipts, a_stranger_to_the_token_gets_nothing) {
    keep();
    const auto other = load("AAAA");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code(), ErrorCode::not_found);
    EXPECT_FALSE(give("AAAA"));
}

TEST_F(Receipts, a_receipt_says_what_the_page_said_under_a_number) {
    const std::string token = keep();
    sure(give(token));
    const storage::ReceiptFiles made = files(token);
    EXPECT_THAT(made.number, testing::MatchesRegex("HZ20261123-[0-9]{12}"));
    EXPECT_EQ(sure(load(token)).receipt_no, made.number);
    EXPECT_THAT(std::string(as_text(made.pdf)), HasSubstr("%PDF-1.7"));
    const std::string json = payload_of(made.json);
    for (const char* part : {R"("verdict":"EXPIRED")",
                             R"("asked_by":"演示工程有限公司")",
                             R"("reason":"endorsement.expired")",
                             R"("masked_name":"王*")",
                             R"("headline":"EXPIRED")",
                             R"("size":123456)",
                             R"("as_of":"2027-03-03T10:00:00+08:00")"}) {
        EXPECT_THAT(json, HasSubstr(part));
    }
    EXPECT_THAT(json, HasSubstr("\"number\":\"" + made.number + '"'));
}

TEST_F(Receipts, asking_twice_gives_the_same_receipt) {
    const std::string token = keep();
    sure(give(token));
    const storage::ReceiptFiles first = files(token);
    house->clock.advance(std::chrono::minutes(5));
    sure(give(token));
    EXPECT_EQ(files(token).pdf, first.pdf);
    EXPECT_EQ(files(token).number, first.number);
}

TEST_F(Receipts, two_answers_have_two_receipts) {
    const std::string one = keep();
    const std::string two = keep();
    sure(give(one));
    sure(give(two));
    EXPECT_NE(files(one).number, files(two).number);
}

TEST_F(Receipts, both_files_are_recognised_and_an_edited_one_is_not) {
    const std::string token = keep();
    sure(give(token));
    storage::ReceiptFiles made = files(token);
    const auto known = recognise(made.pdf);
    ASSERT_TRUE(known);
    EXPECT_EQ(known->number, made.number);
    EXPECT_EQ(known->verdict, "EXPIRED");
    EXPECT_TRUE(recognise(made.json));
    made.pdf.push_back('\n');
    EXPECT_FALSE(recognise(made.pdf));
}

TEST_F(Receipts, after_its_time_only_number_and_hashes_are_left) {
    const std::string token = keep();
    sure(give(token));
    const Bytes pdf = files(token).pdf;
    house->clock.advance(std::chrono::hours(24));
    EXPECT_TRUE(load(token)) << "a receipt keeps its page";
    house->clock.advance(house->services().settings.receipts.keep);
    EXPECT_FALSE(load(token));
    EXPECT_EQ(tidy(), 1);
    EXPECT_EQ(tidy(), 0);
    EXPECT_EQ(house->one("SELECT count(1) FROM verification_result WHERE report_sealed IS NULL "
                         "AND pdf_sealed IS NULL AND json_sealed IS NULL"),
              1);
    EXPECT_TRUE(recognise(pdf));
}

TEST_F(Receipts, nothing_readable_is_on_the_disk) {
    const std::string token = keep();
    sure(give(token));
    const std::string number = files(token).number;
    const std::string disk = stored_bytes(house->directory);
    EXPECT_THAT(disk, HasSubstr(number)) << "the test looks at the right place";
    for (const char* secret : {"演示工程有限公司", "王*", "YX20261123", "%PDF-1.7"}) {
        EXPECT_THAT(disk, Not(HasSubstr(secret)));
    }
    EXPECT_THAT(disk, Not(HasSubstr(token)));
}

TEST_F(Receipts, an_installation_without_a_receipts_key_says_so) {
    const std::string token = keep();
    house->services().letters = nullptr;
    const auto refused = give(token);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::unavailable);
}

TEST_F(Receipts, a_receipt_given_as_a_file_is_no_copy_and_no_alarm) {
    const std::string token = keep();
    sure(give(token));
    const auto verified = [&](Bytes file) {
        service::FileQuestion question;
        question.file = std::move(file);
        return sure(house->run(service::verify_file(house->services(), std::move(question))));
    };
    const Bytes pdf = files(token).pdf;
    const verify::Report report = verified(pdf);
    EXPECT_EQ(domain::key(report.verdict), "NOT_ISSUED");
    EXPECT_EQ(verify::deciding_code(report), "register.receipt");
    EXPECT_EQ(house->one("SELECT count(*) FROM audit_event WHERE kind = 'file.unissued_seen'"), 0);
    house->clock.advance(house->services().settings.receipts.keep + Days(1));
    tidy();
    EXPECT_EQ(verify::deciding_code(verified(pdf)), "register.receipt") << "known for ever";
}

}  // namespace
}  // namespace yinxin::test
