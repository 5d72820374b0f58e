// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/paper_certificate.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

const CivilDay today = make_day(2026, 11, 23);

PaperForm form(std::string until = "2027-03-31") {
    return {"yz 0001", " 演示市样张路1号 ", "", std::move(until)};
}

std::string wrong(const PaperForm& typed) {
    const auto paper = read_paper(typed, today);
    if (paper) return "none";
    const auto& params = paper.error().params();
    const auto reason = params.find("reason");
    return params.at("field") + (reason == params.end() ? "" : " " + reason->second);
}

TEST(PaperCertificate, is_printed_once_and_ends_for_good) {
    for (const auto& from : all_keyed<PaperState>()) {
        EXPECT_EQ(may_become(from.value, PaperState::printed), from.value == PaperState::none)
            << from.key;
        EXPECT_FALSE(may_become(from.value, PaperState::none)) << from.key;
        EXPECT_FALSE(reissue_allowed(from.value).allowed) << from.key;
    }
    for (const PaperState end : {PaperState::lost, PaperState::damaged, PaperState::unclaimed}) {
        EXPECT_TRUE(may_become(PaperState::printed, end));
        for (const auto& to : all_keyed<PaperState>()) {
            EXPECT_FALSE(may_become(end, to.value));
        }
    }
    EXPECT_TRUE(may_become(PaperState::handed_out, PaperState::lost));
    EXPECT_FALSE(may_become(PaperState::handed_out, PaperState::unclaimed));
}

TEST(PaperCertificate, is_read_as_people_write_it) {
    const auto paper = read_paper(form(), today);
    ASSERT_TRUE(paper) << paper.error().describe();
    EXPECT_EQ(paper->serial, "YZ0001");
    EXPECT_EQ(paper->pickup_place.zh, "演示市样张路1号");
    EXPECT_EQ(format_day(*paper->pickup_until), "2027-03-31");
    for (const char* written : {"2027/3/31", "2027年3月31日", "2027.3.31", "2027-03-31 00:00:00"}) {
        EXPECT_EQ(read_paper(form(written), today)->pickup_until, paper->pickup_until) << written;
    }
    EXPECT_TRUE(read_paper(form("2026-11-23"), today));
}

TEST(PaperCertificate, what_is_wrong_names_its_field) {
    EXPECT_EQ(wrong({"", "窗口窗口", "", "2027-03-31"}), "serial");
    EXPECT_EQ(wrong({"纸1", "窗口窗口", "", "2027-03-31"}), "serial");
    EXPECT_EQ(wrong({"A1", "窗", "", "2027-03-31"}), "place");
    EXPECT_EQ(wrong({"A1", "窗口", std::string(121, 'a'), "2027-03-31"}), "place_en");
    EXPECT_EQ(wrong(form("")), "until");
    EXPECT_EQ(wrong(form("2027-02-30")), "until");
    EXPECT_EQ(wrong(form("2036-02-20")), "until");
    EXPECT_EQ(wrong(form("2026-11-22")), "until passed");
}

}  // namespace
}  // namespace yinxin::domain
