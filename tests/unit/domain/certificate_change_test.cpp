// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/certificate_change.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

using Kind = ProposalKind;
using Status = CertificateStatus;

constexpr Instant noon{std::chrono::seconds{1795406400}};
constexpr std::chrono::seconds second{1};

bool allows(Status present, Kind kind) {
    return check_change(present, kind).has_value();
}

TEST(CertificateChange, only_what_the_table_of_statuses_allows_may_be_done) {
    for (const Kind kind : certificate_changes()) {
        EXPECT_EQ(allows(Status::valid, kind), kind != Kind::restore_certificate) << key(kind);
        EXPECT_EQ(allows(Status::suspended, kind), kind != Kind::suspend_certificate) << key(kind);
        for (const Status final : {Status::revoked, Status::cancelled, Status::superseded}) {
            EXPECT_FALSE(allows(final, kind)) << key(kind) << " of " << key(final);
        }
    }
    EXPECT_FALSE(allows(Status::valid, Kind::recall_batch));
    EXPECT_FALSE(status_after(Kind::confirm_stop));
}

TEST(CertificateChange, the_refusal_names_the_present_status) {
    const auto refused = check_change(Status::cancelled, Kind::restore_certificate);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::certificate_may_not_become);
    EXPECT_EQ(refused.error().params().at("status"), "cancelled");
}

TEST(CertificateChange, what_cannot_be_undone_needs_the_number_of_a_decision) {
    for (const Kind kind : certificate_changes()) {
        const bool is_final = kind == Kind::revoke_certificate || kind == Kind::cancel_certificate;
        EXPECT_EQ(needs_decision_no(kind), is_final) << key(kind);
    }
}

TEST(CertificateChange, a_time_of_effect_lies_ahead_and_at_most_a_year) {
    EXPECT_FALSE(check_effective_time(noon - second, noon));
    EXPECT_FALSE(check_effective_time(noon, noon)) << "now is not later";
    EXPECT_TRUE(check_effective_time(noon + second, noon));
    EXPECT_TRUE(check_effective_time(noon + most_days_ahead, noon));
    EXPECT_FALSE(check_effective_time(noon + most_days_ahead + second, noon));
}

TEST(CertificateChange, a_late_job_does_not_move_what_was_decided) {
    const Instant decided = noon - std::chrono::hours(5);
    EXPECT_EQ(in_force_since(noon, decided, noon + std::chrono::hours(2)), noon);
    EXPECT_EQ(in_force_since(noon, decided, noon), noon);
    EXPECT_EQ(in_force_since(std::nullopt, decided, noon), noon);
}

TEST(CertificateChange, a_time_that_was_over_at_the_decision_is_not_brought_back) {
    const Instant late = noon + std::chrono::hours(1);
    EXPECT_EQ(in_force_since(noon, late, late), late);
    EXPECT_EQ(in_force_since(noon, std::nullopt, late), late);
}

}  // namespace
}  // namespace yinxin::domain
