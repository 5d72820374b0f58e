// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/report.hpp"

#include "support/scratch_directory.hpp"

#include "yinxin/load/chart.hpp"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::load {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

/// Ten seconds with a busy middle, some waits and two kinds of failures.
Tally example() {
    const auto start = LoadClock::now();
    Tally tally(start, seconds(10));
    for (int i = 0; i < 1000; ++i) {
        const auto at = start + milliseconds(i * 10);
        const auto latency = milliseconds(i % 100 == 0 ? 900 : 5 + i % 20);
        tally.began(i % 2 == 0 ? Visit::holder : Visit::verifier, at);
        tally.answered(i % 3 == 0 ? Step::apply : Step::scan, at - latency, at);
        tally.answered(Step::asset, at - milliseconds(1), at);
        if (i % 100 == 50) tally.told_to_wait(503, at);
        if (i % 250 == 100) tally.failed(Step::apply, "status <502>", at);
        if (i % 500 == 100) tally.failed(Step::login, "no connection", at);
        tally.completed(i % 2 == 0 ? Visit::holder : Visit::verifier);
    }
    return tally;
}

ReportFacts facts() {
    return {"Yinxin: release day",
            {{"service", "https://a.example & <b>"}},
            {{"apply.p99_ms", Threshold::Kind::at_most, 100},
             {"visits.complete_share", Threshold::Kind::at_least, 0.5},
             {"poll.p99_ms", Threshold::Kind::at_most, 100}},
            seconds(10)};
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

TEST(Report, is_well_formed) {
    if (std::system("command -v xmllint >/dev/null 2>&1") != 0) {
        GTEST_SKIP() << "xmllint (libxml2-utils) is not installed";
    }
    const test::ScratchDirectory scratch;
    const auto path = scratch.write("report.html", write_report(example(), facts()));
    const std::string command =
        "xmllint --html --noout " + path.string() + " 2> " + (scratch / "errors").string();
    EXPECT_EQ(std::system(command.c_str()), 0);
    const auto errors = read_text_file(scratch / "errors");
    ASSERT_TRUE(errors);
    // The parser is of HTML 4 and does not know the newer names; everything else is an error.
    for (std::size_t at = 0; (at = errors->find("error :", at)) != std::string::npos; ++at) {
        const std::string line = errors->substr(at, errors->find('\n', at) - at);
        EXPECT_THAT(line, testing::MatchesRegex("error : Tag [a-z]+ invalid"));
    }
}

TEST(Report, needs_nothing_from_elsewhere) {
    const std::string html = write_report(example(), facts());
    for (const char* outside :
         {"<script", "<link", "<img", "@import", "url(", "javascript:", "style=\""})
        EXPECT_THAT(html, Not(HasSubstr(outside)));
    // The one address in it is what the run was told.
    EXPECT_EQ(count_of(html, "://"), 1U);
}

TEST(Report, has_a_table_beside_each_chart) {
    const std::string html = write_report(example(), facts());
    EXPECT_EQ(count_of(html, "<svg "), 4U);
    EXPECT_EQ(count_of(html, "role=\"img\" aria-label=\""), 4U);
    EXPECT_EQ(count_of(html, "as a table</summary>"), 4U);
    EXPECT_EQ(count_of(html, "<figure>"), count_of(html, "</figure>"));
}

TEST(Report, says_what_was_kept_and_what_was_missed) {
    const std::string html = write_report(example(), facts());
    EXPECT_THAT(html, HasSubstr("<th scope=\"row\">apply.p99_ms</th>"));
    EXPECT_EQ(count_of(html, ">missed</td>"), 2U);  // too slow, and never measured
    EXPECT_EQ(count_of(html, ">kept</td>"), 1U);
    EXPECT_THAT(html, HasSubstr("Put off with 503: 10; with 429: 0."));
}

TEST(Report, escapes_what_came_from_outside) {
    const std::string html = write_report(example(), facts());
    EXPECT_THAT(html, HasSubstr("apply: status &lt;502&gt;"));
    EXPECT_THAT(html, Not(HasSubstr("<502>")));
    EXPECT_THAT(html, HasSubstr("https://a.example &amp; &lt;b&gt;"));
}

TEST(Report, of_a_run_in_which_nothing_happened_stands_too) {
    const std::string html =
        write_report(Tally(LoadClock::now(), seconds(5)), {"Nothing", {}, {}, {}});
    EXPECT_THAT(html, HasSubstr("Nothing failed."));
    EXPECT_THAT(html, Not(HasSubstr("nan")));
    EXPECT_THAT(html, Not(HasSubstr("inf")));
}

TEST(Chart, axes_end_at_round_numbers) {
    EXPECT_EQ(axis_end(0), 1);
    EXPECT_EQ(axis_end(0.7), 1);
    EXPECT_EQ(axis_end(1.2), 2);
    EXPECT_EQ(axis_end(37), 50);
    EXPECT_EQ(axis_end(50), 50);
    EXPECT_EQ(axis_end(51), 100);
}

TEST(Chart, numbers_have_three_digits_that_count) {
    EXPECT_EQ(number_text(0), "0");
    EXPECT_EQ(number_text(0.4211), "0.421");
    EXPECT_EQ(number_text(37.04), "37");
    EXPECT_EQ(number_text(1240.4), "1,240");
    EXPECT_EQ(number_text(1234567), "1,234,567");
}

TEST(Tally, latency_counts_from_when_the_request_was_due) {
    const auto start = LoadClock::now();
    Tally tally(start, seconds(60));
    // The client itself was a second late and the service answered at once.
    tally.answered(Step::home, start, start + seconds(1));
    EXPECT_GE(tally.of(Step::home).latency.max(), 1'000'000U);
    const Metrics metrics = tally.metrics(seconds(2));
    EXPECT_NEAR(metrics.at("home.p50_ms"), 1000, 8);
    EXPECT_DOUBLE_EQ(metrics.at("rate.served"), 0.5);
}

TEST(Tally, pages_are_what_people_wait_for) {
    const auto start = LoadClock::now();
    Tally tally(start, seconds(60));
    tally.answered(Step::home, start, start + milliseconds(10));
    tally.answered(Step::asset, start, start + milliseconds(1));
    tally.answered(Step::ready, start, start + seconds(3));
    tally.failed(Step::poll, "status 500", start);
    const StepTally pages = tally.pages();
    EXPECT_EQ(pages.latency.count(), 1U);
    EXPECT_EQ(pages.failed, 1U);
    EXPECT_EQ(tally.failures().at("poll: status 500"), 1U);
}

TEST(Tally, a_long_run_has_wide_slices_and_a_hanging_one_does_not_grow) {
    const auto start = LoadClock::now();
    Tally tally(start, seconds(3600));
    EXPECT_EQ(tally.slice_width(), seconds(30));
    tally.answered(Step::home, start, start + std::chrono::hours(100));
    EXPECT_LE(tally.slices().size(), 600U);
}

}  // namespace
}  // namespace yinxin::load
