// SPDX-License-Identifier: Apache-2.0
#include "yinxin/observe/health.hpp"
#include "yinxin/observe/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::observe {
namespace {

using testing::HasSubstr;

TEST(Metrics, the_same_name_and_labels_give_the_same_counter) {
    Metrics metrics;
    metrics.counter("yinxin_test_total", "A test", {{"kind", "a"}}).add(2);
    metrics.counter("yinxin_test_total", "A test", {{"kind", "a"}}).add();
    metrics.counter("yinxin_test_total", "A test", {{"kind", "b"}}).add();
    const std::string text = metrics.expose();
    EXPECT_THAT(text, HasSubstr("yinxin_test_total{kind=\"a\"} 3"));
    EXPECT_THAT(text, HasSubstr("yinxin_test_total{kind=\"b\"} 1"));
    EXPECT_THAT(text, HasSubstr("# TYPE yinxin_test_total counter"));
}

TEST(Metrics, exposes_gauges_and_histogram_buckets) {
    Metrics metrics;
    auto gauge = metrics.gauge("yinxin_level", "Level");
    gauge.set(5);
    gauge.add(-2);
    EXPECT_EQ(gauge.value(), 3);
    metrics.histogram("yinxin_wait_seconds", "Wait").observe(0.3);
    const std::string text = metrics.expose();
    EXPECT_THAT(text, HasSubstr("yinxin_level 3"));
    EXPECT_THAT(text, HasSubstr("yinxin_wait_seconds_bucket{le=\"0.25\"} 0"));
    EXPECT_THAT(text, HasSubstr("yinxin_wait_seconds_bucket{le=\"0.5\"} 1"));
}

TEST(Health, is_ready_only_while_every_check_is_good) {
    Health health;
    EXPECT_TRUE(health.readiness().ready);
    bool good = true;
    health.add("storage", [&good]() -> Result<void> {
        if (good) return ok();
        return Error(ErrorCode::storage_unavailable, "disk \"full\"");
    });
    EXPECT_TRUE(health.readiness().ready);
    good = false;
    const Readiness now = health.readiness();
    EXPECT_FALSE(now.ready);
    EXPECT_THAT(now.json(), HasSubstr(R"("name":"storage","good":false)"));
    EXPECT_THAT(now.json(), HasSubstr(R"(disk \"full\")"));
}

TEST(Health, is_not_ready_while_draining) {
    Health health;
    health.start_draining();
    EXPECT_FALSE(health.readiness().ready);
}

}  // namespace
}  // namespace yinxin::observe
