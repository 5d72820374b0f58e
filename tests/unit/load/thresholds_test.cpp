// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/thresholds.hpp"

#include "yinxin/load/tally.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::load {
namespace {

using testing::HasSubstr;

Result<std::vector<Threshold>> parse(std::string_view toml) {
    return parse_thresholds(toml, Tally::is_metric);
}

std::string refusal_of(std::string_view toml) {
    const auto parsed = parse(toml);
    return parsed ? "taken" : parsed.error().detail();
}

TEST(Thresholds, a_file_has_limits_of_both_kinds) {
    const auto parsed = parse(
        "# release day\n[at_most]\n\"apply.p99_ms\" = 2000\n\"all.failure_share\" = 0.001\n"
        "[at_least]\n\"visits.complete_share\" = 0.999\n");
    ASSERT_TRUE(parsed) << parsed.error().detail();
    ASSERT_EQ(parsed->size(), 3U);
    const Metrics good{
        {"apply.p99_ms", 2000}, {"all.failure_share", 0}, {"visits.complete_share", 1}};
    const Metrics bad{
        {"apply.p99_ms", 2001}, {"all.failure_share", 0.01}, {"visits.complete_share", 0.99}};
    for (const Threshold& each : *parsed) {
        EXPECT_TRUE(each.is_kept(good)) << each.metric;
        EXPECT_FALSE(each.is_kept(bad)) << each.metric;
    }
}

TEST(Thresholds, what_was_not_measured_was_not_kept) {
    const Threshold threshold{"apply.p99_ms", Threshold::Kind::at_most, 2000};
    EXPECT_FALSE(threshold.is_kept({}));
    EXPECT_EQ(describe_missed(threshold, {}),
              "missed: apply.p99_ms was not measured, at most 2000 wanted");
}

TEST(Thresholds, a_missed_one_is_named_with_its_value) {
    const Threshold threshold{"rate.served", Threshold::Kind::at_least, 50};
    EXPECT_EQ(describe_missed(threshold, {{"rate.served", 12.5}}),
              "missed: rate.served is 12.5, at least 50 wanted");
}

TEST(Thresholds, a_limit_of_0_can_be_missed) {
    const auto parsed = parse("[at_most]\n\"all.failed\" = 0\n");
    ASSERT_TRUE(parsed);
    EXPECT_TRUE(parsed->front().is_kept({{"all.failed", 0}}));
    EXPECT_FALSE(parsed->front().is_kept({{"all.failed", 1}}));
}

TEST(Thresholds, a_misspelt_figure_is_refused_with_its_line) {
    EXPECT_THAT(refusal_of("[at_most]\n\"aply.p99_ms\" = 2000\n"),
                testing::AllOf(HasSubstr("aply.p99_ms"), HasSubstr("line 2")));
    EXPECT_THAT(refusal_of("[at_most]\n\"apply.p98_ms\" = 2000\n"), HasSubstr("no run has"));
}

TEST(Thresholds, anything_else_in_the_file_is_refused) {
    EXPECT_THAT(refusal_of("[at_moost]\n\"apply.p99_ms\" = 1\n"), HasSubstr("at_moost"));
    EXPECT_THAT(refusal_of("\"apply.p99_ms\" = 1\n"), HasSubstr("only the tables"));
    EXPECT_THAT(refusal_of("[at_most]\n\"apply.p99_ms\" = \"1\"\n"), HasSubstr("a number"));
    EXPECT_THAT(refusal_of("[at_most]\n\"apply.p99_ms\" = nan\n"), HasSubstr("a number"));
    EXPECT_THAT(refusal_of("[at_most]\n\"apply.p99_ms\" = true\n"), HasSubstr("a number"));
    EXPECT_THAT(refusal_of("[at_most\n"), HasSubstr("not TOML"));
    EXPECT_THAT(refusal_of("[at_most]\n\"apply.p99_ms\" = 1\n\"apply.p99_ms\" = 2\n"),
                HasSubstr("not TOML"));
}

TEST(Thresholds, every_figure_of_a_run_can_have_a_limit) {
    Tally tally(LoadClock::now(), std::chrono::seconds(10));
    const auto now = LoadClock::now();
    for (std::size_t i = 0; i < step_count; ++i)
        tally.answered(static_cast<Step>(i), now, now);
    for (const Visit visit : {Visit::holder, Visit::verifier, Visit::passer_by})
        tally.began(visit, now);
    const Metrics metrics = tally.metrics(std::chrono::seconds(1));
    EXPECT_GT(metrics.size(), step_count * 9);
    for (const auto& [name, value] : metrics)
        EXPECT_TRUE(Tally::is_metric(name)) << name;
}

}  // namespace
}  // namespace yinxin::load
