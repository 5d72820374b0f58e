// SPDX-License-Identifier: Apache-2.0
// Files of a bulk check: sealed copies, edited ones, scans with codes, letters, and what cannot be
// opened.
#include "support/bulk_house.hpp"
#include "support/ofd/zip_writer.hpp"
#include "support/scans.hpp"

#include "yinxin/service/copies.hpp"
#include "yinxin/storage/checks.hpp"
#include "yinxin/storage/copies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using domain::BulkId;
using testing::ElementsAre;

class BulkFiles : public testing::Test {
  protected:
    /// A copy just pressed, as the holder downloads it.
    Bytes copy_of(const Held& held, CopyId* made = nullptr) {
        const CopyId copy = bulk_.house->endorse(held);
        if (made != nullptr) *made = copy;
        const auto file =
            sure(bulk_.house->run(service::open_file(bulk_.house->services(), held.actor, copy)));
        return to_bytes(*file.bytes);
    }
    std::string link_of(const Held& held, CopyId copy) {
        return bulk_.house->public_url() + "/v/" +
               bulk_.house->one<std::string>(
                   "SELECT token FROM copy WHERE holder_id = $1 AND "
                   "copy_id = $2",
                   held.holder,
                   copy);
    }
    BulkId check(const std::vector<std::pair<std::string, std::string>>& files) {
        ofd::ZipFile zip;
        for (const auto& [name, content] : files)
            zip.items.push_back(ofd::stored_item(name, content));
        const BulkId id = bulk_.hand_in(to_bytes(zip.write()), "all.zip");
        bulk_.start(id);
        bulk_.work();
        return id;
    }
    static std::string text(const Bytes& bytes) { return std::string(as_text(bytes)); }

    BulkHouse bulk_;
};

TEST_F(BulkFiles, copies_are_judged_as_the_page_judges_them) {
    const Held held = bulk_.house->add_holder();
    const Held revoked = bulk_.house->add_holder();
    const Bytes good = copy_of(held);
    const Bytes gone = copy_of(revoked);
    bulk_.house->set_status(revoked, domain::CertificateStatus::revoked);
    std::string edited = text(good);
    edited += "%";
    const BulkId id = check({{"good.pdf", text(good)},
                             {"gone.pdf", text(gone)},
                             {"edited.pdf", edited},
                             {"not.pdf", "%PDF-1.7 nonsense"},
                             {"letter.docx", "hello"}});
    const auto told = bulk_.told(id);
    ASSERT_EQ(told.size(), 5U);
    EXPECT_EQ(told[0], "1.0 VALID");
    EXPECT_EQ(told[1], "2.0 REVOKED certificate.revoked");
    EXPECT_TRUE(told[2].starts_with("3.0 ALTERED ")) << told[2];
    EXPECT_TRUE(told[3].starts_with("4.0 REJECTED pdf.")) << told[3];
    EXPECT_EQ(told[4], "5.0 REJECTED file.unknown");
    const auto answers = bulk_.answers(id);
    EXPECT_EQ(answers[0].judged.answer.name, "王**");
    EXPECT_FALSE(answers[0].judged.answer.copy_no.empty());
    EXPECT_FALSE(answers[0].judged.answer.valid_until.empty());
    EXPECT_EQ(answers[2].judged.answer.copy_no, answers[0].judged.answer.copy_no)
        << "the copy it calls itself";
    EXPECT_TRUE(answers[2].judged.answer.name.empty()) << "and nothing more";
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM certificate_check WHERE door = 'bulk'"), 3);
}

TEST_F(BulkFiles, a_scan_of_many_pages_has_one_row_for_each_code) {
    const Held first = bulk_.house->add_holder();
    const Held second = bulk_.house->add_holder();
    CopyId copy_one;
    CopyId copy_two;
    copy_of(first, &copy_one);
    copy_of(second, &copy_two);
    bulk_.house->set_status(second, domain::CertificateStatus::cancelled);
    const std::string one = link_of(first, copy_one);
    const std::string scan = scanned_pdf({one,
                                          link_of(second, copy_two),
                                          one,
                                          bulk_.house->public_url() + "/v/AbCdEfGhIjKlMnOpQrStUg",
                                          "https://yanshi.example.evil.test/v/x",
                                          "WIFI:S:guest;;"});
    const BulkId id = check({{"scan.pdf", scan}});
    EXPECT_THAT(bulk_.told(id),
                ElementsAre("1.0 COMPARE code.copy",
                            "1.1 REVOKED certificate.cancelled",
                            "1.2 NOT_FOUND code.unknown",
                            "1.3 UNSIGNED code.elsewhere"));
    const auto answers = bulk_.answers(id);
    EXPECT_EQ(answers[0].judged.answer.place, 1);
    EXPECT_TRUE(one.ends_with(answers[0].judged.answer.copy_token));
    EXPECT_EQ(answers[1].judged.answer.place, 2);
    EXPECT_EQ(answers[3].judged.answer.field, "yanshi.example.evil.test");
    EXPECT_EQ(bulk_.standing(id).check.items_total, 1);
    const auto checks = sure(bulk_.house->store().read_now([&](storage::Reader& reader) {
        return storage::list_checks(
            reader, bulk_.house->keys(), first.holder, bulk_.house->clock.now(), 9);
    }));
    ASSERT_EQ(checks.size(), 1U) << "one code twice is one check";
    EXPECT_EQ(checks[0].outcome, "UNSIGNED") << "a picture proves nothing";
}

TEST_F(BulkFiles, pages_that_show_nothing_are_named) {
    const Held held = bulk_.house->add_holder();
    CopyId copy;
    copy_of(held, &copy);
    const BulkId id = check({{"scan.pdf", scanned_pdf({"", link_of(held, copy), ""})}});
    EXPECT_THAT(bulk_.told(id),
                ElementsAre("1.0 COMPARE code.copy", "1.1 UNSIGNED code.none_on_pages"));
    EXPECT_EQ(bulk_.answers(id)[1].judged.answer.field, "1, 3");
}

TEST_F(BulkFiles, pages_beyond_those_that_are_searched_are_said) {
    const BulkId id = check({{"scan.pdf", scanned_pdf(std::vector<std::string>(51, ""))}});
    const auto told = bulk_.told(id);
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[1], "1.1 NOT_CHECKED picture.pages_left_out");
}

TEST_F(BulkFiles, a_page_with_nothing_of_ours_says_what_is_there) {
    EXPECT_THAT(bulk_.told(check({{"a.pdf", scanned_pdf({"WIFI:S:guest;;"})}})),
                ElementsAre("1.0 UNSIGNED code.other"));
    const auto told = bulk_.told(check({{"b.pdf", scanned_pdf({})}}));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_TRUE(told[0].starts_with("1.0 UNSIGNED ")) << told[0];
}

TEST_F(BulkFiles, what_cannot_be_looked_into_is_one_row_with_its_reason) {
    EXPECT_THAT(bulk_.told(check({{"inner.zip", "PK\x03\x04"}, {"empty.pdf", ""}})),
                ElementsAre("1.0 REJECTED archive.nested", "2.0 REJECTED bulk.empty"));
}

TEST_F(BulkFiles, our_own_letters_raise_no_alarm) {
    const BulkId first = bulk_.check(bulk_.list({"王演示,11010519491231002X,A1"}));
    const Bytes summary = bulk_.document(first, storage::BulkDocumentKind::pdf);
    EXPECT_THAT(bulk_.told(check({{"summary.pdf", text(summary)}})),
                ElementsAre("1.0 INDETERMINATE file.receipt"));
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'verify.not_issued'"),
              0);
}

TEST_F(BulkFiles, rows_and_files_of_one_archive_are_one_check) {
    const Held held = bulk_.house->add_holder();
    const Bytes copy = copy_of(held);
    const BulkId id =
        check({{"list.csv", bulk_.list({bulk_.row_of(held)})}, {"copy.pdf", text(copy)}});
    EXPECT_THAT(bulk_.told(id), ElementsAre("1.0 VALID", "2.0 VALID"));
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM bulk_file"), 0) << "gone with its answer";
}

}  // namespace
}  // namespace yinxin::test
