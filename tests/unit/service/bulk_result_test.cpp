// SPDX-License-Identifier: Apache-2.0
// The documents of a bulk check: tables that spreadsheet programs take for nothing but text, and a
// summary that can be recognised and checked.
#include "support/bulk_house.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/sheets/sheet_reader.hpp"
#include "yinxin/verify/pdf_seal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using domain::BulkId;
using storage::BulkDocumentKind;
using testing::HasSubstr;
using testing::Not;

constexpr const char* nobody = "王演示,11010519491231002X,A1";

class BulkResult : public testing::Test {
  protected:
    /// Cells of a table, joined.
    static std::vector<std::string> rows_of(const Bytes& file) {
        std::vector<std::string> rows;
        const auto reader = sure(sheets::open_sheet(file));
        sure(reader->each_row([&](const sheets::Row& row) -> Result<sheets::Walk> {
            std::string text;
            for (const sheets::Cell& cell : row.cells)
                text += cell.text + "|";
            rows.push_back(text);
            return sheets::Walk::on;
        }));
        return rows;
    }
    static std::string payload_of(const Bytes& jws) {
        const std::string_view text = as_text(jws);
        const auto start = text.find("\"payload\":\"") + 11;
        const Bytes payload =
            sure(parse_base64url(text.substr(start, text.find('"', start) - start)));
        return std::string(as_text(payload));
    }

    BulkHouse bulk_;
};

TEST_F(BulkResult, both_tables_have_one_row_for_each_answer_in_the_order_of_the_list) {
    const Held held = bulk_.house->add_holder();
    const BulkId id = bulk_.check(bulk_.list({nobody, bulk_.row_of(held)}));
    const auto csv = rows_of(bulk_.document(id, BulkDocumentKind::csv));
    ASSERT_EQ(csv.size(), 3U);
    EXPECT_EQ(csv[1], "1|list.csv|2|王演示|NOT_FOUND|row.not_found|");
    EXPECT_EQ(csv[2], "2|list.csv|3|王演示|VALID|");
    EXPECT_EQ(rows_of(bulk_.document(id, BulkDocumentKind::xlsx)), csv);
}

TEST_F(BulkResult, what_could_be_a_formula_is_text) {
    const BulkId id =
        bulk_.check("姓名,证件号码,管理号\n\"=HYPERLINK(\"\"http://evil.test\"\")\",1,@SUM(A1)\n");
    const std::string csv(as_text(bulk_.document(id, BulkDocumentKind::csv)));
    EXPECT_THAT(csv, HasSubstr("'=HYPERLINK("));
    EXPECT_THAT(csv, Not(HasSubstr(",=")));
    EXPECT_THAT(csv, Not(HasSubstr("\"=")));
}

TEST_F(BulkResult, a_list_longer_than_one_reading_is_written_whole) {
    std::vector<std::string> rows;
    for (int i = 0; i < 1100; ++i)
        rows.push_back("王演示,P" + std::to_string(100000 + i) + ",N" + std::to_string(i));
    const BulkId id = bulk_.check(bulk_.list(rows));
    const auto csv = rows_of(bulk_.document(id, BulkDocumentKind::csv));
    ASSERT_EQ(csv.size(), 1101U);
    EXPECT_TRUE(csv[1100].starts_with("1100|list.csv|1101|"));
}

TEST_F(BulkResult, the_summary_counts_and_names_the_hashes_of_the_tables) {
    const Held held = bulk_.house->add_holder();
    const BulkId id = bulk_.check(bulk_.list({nobody, bulk_.row_of(held)}));
    const std::string payload = payload_of(bulk_.document(id, BulkDocumentKind::json));
    for (const auto kind : {BulkDocumentKind::csv, BulkDocumentKind::xlsx}) {
        EXPECT_THAT(payload, HasSubstr(to_hex(crypto::sha256(bulk_.document(id, kind)))));
    }
    EXPECT_THAT(payload, HasSubstr(R"("verdicts":{"NOT_FOUND":1,"VALID":1})"));
    EXPECT_THAT(payload, HasSubstr(R"("type":"yinxin-bulk-summary")"));
    EXPECT_THAT(payload, HasSubstr(R"("items":2,"items_checked":2,"rows":2,"files":0)"));
    EXPECT_THAT(payload, HasSubstr("投标人员资格核验"));
    EXPECT_THAT(payload, Not(HasSubstr("王演示"))) << "it names nobody";
    EXPECT_THAT(payload, Not(HasSubstr("list.csv"))) << "and no file";
}

TEST_F(BulkResult, the_summary_is_sealed_and_every_document_is_recognised) {
    const BulkId id = bulk_.check(bulk_.list({nobody}));
    const Bytes pdf = bulk_.document(id, BulkDocumentKind::pdf);
    const auto pem = bulk_.house->one<std::string>(
        "SELECT certificate_pem FROM key_register WHERE key_name = 'receipts'");
    const auto findings = verify::check_sealed_pdf(pdf,
                                                   *bulk_.house->seals().trust,
                                                   sure(crypto::Certificate::parse_pem(pem)),
                                                   verify::TimestampRule::optional,
                                                   bulk_.house->clock.now());
    EXPECT_TRUE(findings.empty());
    for (const auto& row : domain::all_keyed<BulkDocumentKind>()) {
        const auto known = sure(bulk_.house->run(service::recognise_bulk_document(
            bulk_.house->services(), crypto::sha256(bulk_.document(id, row.value)))));
        ASSERT_TRUE(known) << row.key;
        EXPECT_EQ(known->number, bulk_.standing(id).summary->number);
        EXPECT_EQ(known->answers, 1);
    }
    Bytes changed = pdf;
    changed.back() ^= 1;
    EXPECT_FALSE(sure(bulk_.house->run(
        service::recognise_bulk_document(bulk_.house->services(), crypto::sha256(changed)))));
}

TEST_F(BulkResult, a_purpose_with_a_sign_no_font_has_does_not_stop_the_summary) {
    const BulkId id = bulk_.hand_in(bulk_.list({nobody}));
    service::BulkAsker asker;
    asker.checker = {storage::CheckerKind::account, "1", "ho***", "\U0001F600\U0001F600", {}};
    sure(bulk_.house->store().write_now([&](storage::Transaction& transaction) {
        return service::start_draft(transaction,
                                    bulk_.house->services(),
                                    bulk_.owner(),
                                    id,
                                    asker,
                                    bulk_.house->clock.now());
    }));
    bulk_.work();
    EXPECT_EQ(bulk_.standing(id).check.state, domain::BulkState::finished);
    EXPECT_FALSE(bulk_.document(id, BulkDocumentKind::pdf).empty());
}

TEST_F(BulkResult, without_a_key_for_letters_there_are_tables_and_no_summary) {
    bulk_.house->services().letters = nullptr;
    const BulkId id = bulk_.check(bulk_.list({nobody}));
    EXPECT_FALSE(bulk_.document(id, BulkDocumentKind::csv).empty());
    const auto missing = bulk_.house->run(service::open_bulk_document(
        bulk_.house->services(), bulk_.owner(), id, BulkDocumentKind::pdf));
    EXPECT_EQ(missing.error().code(), ErrorCode::not_found);
    EXPECT_FALSE(bulk_.standing(id).summary->pdf_sha256);
}

}  // namespace
}  // namespace yinxin::test
