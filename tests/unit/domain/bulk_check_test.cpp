// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/bulk_check.hpp"

#include "yinxin/domain/bulk_columns.hpp"
#include "yinxin/domain/bulk_verdict.hpp"

#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

BulkColumns columns_of(const std::vector<std::string>& header) {
    return recognise_columns(header);
}

TEST(BulkColumns, are_known_by_the_words_people_write) {
    const BulkColumns usual{0, 1, 2};
    EXPECT_EQ(columns_of({"姓名", "证件号码", "管理号"}), usual);
    EXPECT_EQ(columns_of({"Name", "ID number", "Management number"}), usual);
    EXPECT_EQ(columns_of({"持证人姓名", "身份证号", "查询编号"}), usual);
    EXPECT_EQ(columns_of({"full name", "ID No.", "query no"}), usual);
    EXPECT_EQ(columns_of({"序号", "单位", "管理号", "姓名", "身份证号码"}), (BulkColumns{3, 4, 2}));
}

TEST(BulkColumns, are_known_whatever_people_add_to_the_words) {
    const BulkColumns usual{0, 1, 2};
    EXPECT_EQ(columns_of({" 姓 名 ", "*证件号码", "管理号（必填）"}), usual);
    EXPECT_EQ(columns_of({"姓名：", "身份证号(18位)", "管理号/查询编号"}), usual);
    EXPECT_EQ(columns_of({"ＮＡＭＥ", "ID-Number", "MANAGEMENT_NUMBER"}), usual);
    EXPECT_EQ(columns_of({"姓名【必填】", "身份证\n号码", "管理号 [text]"}), usual);
}

TEST(BulkColumns, a_word_over_two_columns_decides_for_neither) {
    const BulkColumns found = columns_of({"姓名", "证件号码", "管理号", "姓名"});
    EXPECT_FALSE(found.name);
    EXPECT_EQ(found.id_number, 1U);
    EXPECT_FALSE(found.is_complete());
}

TEST(BulkColumns, are_not_guessed_from_words_that_only_contain_them) {
    EXPECT_TRUE(columns_of({"单位名称", "联系人姓名电话", "证书编号", "身份证复印件"}).is_empty());
    EXPECT_TRUE(columns_of({}).is_empty());
    EXPECT_TRUE(columns_of({"", "\xFF\xFE", "（姓名）"}).is_empty());
}

TEST(BulkColumns, three_different_ones_are_complete) {
    EXPECT_TRUE((BulkColumns{0, 1, 2}).is_complete());
    EXPECT_FALSE((BulkColumns{0, 0, 2}).is_complete());
    EXPECT_FALSE((BulkColumns{0, 1, std::nullopt}).is_complete());
}

TEST(BulkVerdict, the_gravest_comes_first_and_only_a_good_one_needs_nothing) {
    EXPECT_EQ(rank_of(BulkVerdict::not_issued), 0);
    EXPECT_EQ(rank_of(BulkVerdict::valid), first_rank_without_care);
    int last_care = 0;
    std::set<std::string_view> keys;
    for (const auto& row : all_keyed<BulkVerdict>()) {
        EXPECT_EQ(care_of(row.value) == BulkCare::none, row.value == BulkVerdict::valid) << row.key;
        EXPECT_GE(static_cast<int>(care_of(row.value)), last_care) << row.key;
        last_care = static_cast<int>(care_of(row.value));
        EXPECT_TRUE(keys.insert(row.key).second);
    }
}

TEST(BulkState, goes_one_way) {
    EXPECT_TRUE(may_become(BulkState::receiving, BulkState::draft));
    EXPECT_TRUE(may_become(BulkState::running, BulkState::closing));
    EXPECT_FALSE(may_become(BulkState::finished, BulkState::running));
    EXPECT_FALSE(may_become(BulkState::draft, BulkState::finished));
    EXPECT_TRUE(make_bulk_number(make_day(2026, 11, 28), 7).starts_with("PL20261128-"));
}

}  // namespace
}  // namespace yinxin::domain
