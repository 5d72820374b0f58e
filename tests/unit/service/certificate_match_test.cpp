// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/certificate_match.hpp"

#include "support/small_house.hpp"

#include "yinxin/storage/person_corrections.hpp"
#include "yinxin/storage/persons.hpp"

#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using service::CertificateClaim;
using storage::Reader;

class CertificateMatch : public testing::Test {
  protected:
    void hold(const CertificateWish& wish = {}) {
        held_ = house_->add_holder(wish);
        face_ = record(held_).face;
    }
    storage::CertificateRecord record(const Held& held) {
        return *sure(house_->store().read_now([&](Reader& reader) {
            return storage::find_certificate(reader, house_->keys(), held.holder, held.line);
        }));
    }
    std::optional<storage::CertificateRecord> find(const std::string& name,
                                                   const std::string& id_number,
                                                   const std::string& number) {
        const CertificateClaim claim =
            sure(service::parse_certificate_claim(name, id_number, number));
        return sure(house_->store().read_now([&](Reader& reader) {
            return service::find_claimed_certificate(reader, house_->keys(), claim);
        }));
    }
    std::optional<storage::CertificateRecord> find_as_printed() {
        return find(face_.name, face_.id_number, face_.management_no);
    }

    ScratchHouse house_;
    Held held_;
    domain::FaceData face_;
};

TEST_F(CertificateMatch, finds_the_certificate_that_has_all_three) {
    hold();
    const auto found = find_as_printed();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->line, held_.line);
    EXPECT_EQ(found->status, domain::CertificateStatus::valid);
    EXPECT_TRUE(find(" " + face_.name, face_.id_number + " ", " " + face_.management_no));
}

TEST_F(CertificateMatch, finds_it_by_the_name_and_number_of_before_a_correction) {
    hold();
    domain::IdNumber corrected{domain::IdDocumentType::passport, "E12345678"};
    sure(house_->store().write_now([&](storage::Transaction& transaction) {
        return storage::correct_person(
            transaction,
            house_->keys(),
            held_.holder,
            {{face_.name}, {"王衍示"}, {face_.id_type, face_.id_number}, corrected},
            house_->clock.now());
    }));
    EXPECT_TRUE(find_as_printed());
    EXPECT_TRUE(find("王衍示", "E12345678", face_.management_no));
    EXPECT_TRUE(find("王衍示", face_.id_number, face_.management_no));
    EXPECT_FALSE(find("王演一", face_.id_number, face_.management_no));
}

TEST_F(CertificateMatch, finds_it_by_a_second_document_of_the_same_person) {
    hold();
    sure(house_->store().write_now([&](storage::Transaction& transaction) {
        return storage::add_person_document(transaction,
                                            house_->keys(),
                                            held_.holder,
                                            {domain::IdDocumentType::passport, "E87654321"},
                                            house_->clock.now());
    }));
    EXPECT_TRUE(find_as_printed());
    EXPECT_TRUE(find(face_.name, "e87654321", face_.management_no));
}

TEST_F(CertificateMatch, finds_nothing_when_one_of_the_three_is_anothers) {
    hold();
    const Held other = house_->add_holder({}, "李演示");
    const domain::FaceData theirs = record(other).face;
    EXPECT_FALSE(find(theirs.name, face_.id_number, face_.management_no));
    EXPECT_FALSE(find(face_.name, theirs.id_number, face_.management_no));
    EXPECT_FALSE(find(face_.name, face_.id_number, theirs.management_no));
    EXPECT_FALSE(find(face_.name, face_.id_number, "NOBODY1"));
}

TEST_F(CertificateMatch, knows_no_batch_that_was_never_released) {
    hold({.batch = storage::BatchState::approved});
    EXPECT_FALSE(find_as_printed());
}

TEST_F(CertificateMatch, knows_a_recalled_batch) {
    hold({.batch = storage::BatchState::recalled});
    const auto found = find_as_printed();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->batch_state, storage::BatchState::recalled);
}

TEST_F(CertificateMatch, gives_the_version_in_force) {
    hold();
    house_->supersede(held_, "王更正");
    const auto found = find(face_.name, face_.id_number, face_.management_no);
    ASSERT_TRUE(found) << "an old list has the name of before";
    EXPECT_EQ(found->version, 2);
    EXPECT_EQ(found->status, domain::CertificateStatus::valid);
}

TEST(CertificateClaim, says_which_field_is_wrong) {
    struct Case {
        const char* name;
        const char* id_number;
        const char* number;
        const char* field;
        ErrorCode code;
    };
    for (const Case& wrong : {
             Case{"", "11010519491231002X", "1", "name", ErrorCode::name_invalid},
             Case{"王演示", "110105194912310020", "1", "id_number", ErrorCode::id_number_check},
             Case{"王演示", "1", "1", "id_number", ErrorCode::id_number_length},
             Case{"王演示",
                  "11010519491231002X",
                  "?",
                  "management_number",
                  ErrorCode::certificate_number_invalid},
         }) {
        const auto claim =
            service::parse_certificate_claim(wrong.name, wrong.id_number, wrong.number);
        ASSERT_FALSE(claim) << wrong.field;
        EXPECT_EQ(claim.error().code(), wrong.code);
        EXPECT_EQ(claim.error().params().at("field"), wrong.field);
    }
}

TEST(CertificateClaim, takes_every_kind_of_document) {
    EXPECT_EQ(sure(service::parse_certificate_claim("A B", "E12345678", "1")).documents.size(), 5U)
        << "who checks does not say which kind of document it is";
}

}  // namespace
}  // namespace yinxin::test
