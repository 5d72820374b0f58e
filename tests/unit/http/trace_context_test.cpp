// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/trace_context.hpp"

#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

constexpr std::string_view trace = "4bf92f3577b34da6a3ce929d0e0e4736";

TEST(TraceContext, of_a_good_header_is_continued) {
    // The specification's own example, and a version of later that adds to it.
    for (const std::string_view header :
         {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
          "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-brings"}) {
        EXPECT_EQ(read_traceparent(header), trace) << header;
    }
}

TEST(TraceContext, of_anything_else_is_nothing) {
    for (const std::string_view header :
         {"",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
          "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
          "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
          "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736\"00f067aa0ba902b7-01"}) {
        EXPECT_EQ(read_traceparent(header), std::nullopt) << header;
    }
}

TEST(TraceContext, a_fresh_one_is_good_itself_and_each_another) {
    const std::string one = new_trace_id();
    EXPECT_EQ(read_traceparent(trace_response(one, "00f067aa0ba902b7")), one);
    EXPECT_NE(one, new_trace_id());
}

}  // namespace
}  // namespace yinxin::http
