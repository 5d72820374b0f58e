// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/exchange_codes.hpp"

#include <set>

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

using Status = CertificateStatus;

std::string told(const Standing& standing) {
    const ExchangeCodes codes = exchange_codes(standing);
    return std::string(codes.status.code) + std::string(codes.status.name) + "/" +
           std::string(codes.operation.code) + std::string(codes.operation.name);
}

TEST(ExchangeCodes, every_status_has_its_national_code) {
    EXPECT_EQ(told({.status = Status::valid}), "01有效/01新发");
    EXPECT_EQ(told({.status = Status::suspended}), "02暂扣/03暂扣");
    EXPECT_EQ(told({.status = Status::revoked}), "03撤销/07其他");
    EXPECT_EQ(told({.status = Status::cancelled}), "04注销/05注销");
    EXPECT_EQ(told({.status = Status::superseded}), "05失效/09变更");
}

TEST(ExchangeCodes, how_a_valid_one_came_about_is_told) {
    EXPECT_EQ(told({.status = Status::valid, .version = 2}), "01有效/09变更");
    EXPECT_EQ(told({.status = Status::valid, .was_restored = true}), "01有效/06发还");
    EXPECT_EQ(told({.status = Status::valid, .version = 2, .was_restored = true}), "01有效/06发还");
}

TEST(ExchangeCodes, a_batch_taken_back_or_stopped_weighs_more_than_valid_and_less_than_a_decision) {
    for (const auto& [status, name] : all_keyed<Status>()) {
        const std::string plain = told({.status = status});
        const bool is_open = status == Status::valid || status == Status::suspended;
        EXPECT_EQ(told({.status = status, .is_recalled = true}), is_open ? "05失效/07其他" : plain)
            << name;
        EXPECT_EQ(told({.status = status, .is_stopped = true}), is_open ? "02暂扣/03暂扣" : plain)
            << name;
        EXPECT_EQ(told({.status = status, .is_recalled = true, .is_stopped = true}),
                  is_open ? "05失效/07其他" : plain)
            << name;
    }
}

TEST(ExchangeCodes, the_lists_are_whole_and_every_code_names_its_source) {
    std::set<std::string_view> states;
    for (const NationalCode& code : national_status_codes()) {
        states.insert(code.code);
        EXPECT_FALSE(code.name.empty());
        EXPECT_FALSE(code.clause.empty());
        EXPECT_EQ(find_code(national_status_codes(), code.code), &code);
    }
    EXPECT_EQ(states, (std::set<std::string_view>{"01", "02", "03", "04", "05", "06", "07", "99"}));
    std::set<std::string_view> operations;
    for (const NationalCode& code : national_operation_codes()) {
        operations.insert(code.code);
        EXPECT_FALSE(code.clause.empty());
    }
    EXPECT_EQ(operations.size(), 10U);
    EXPECT_EQ(find_code(national_status_codes(), "08"), nullptr);
    EXPECT_EQ(find_code(national_operation_codes(), ""), nullptr);
}

}  // namespace
}  // namespace yinxin::domain
