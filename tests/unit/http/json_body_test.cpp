// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/json_body.hpp"

#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

bool is_read(std::string_view text, JsonLimits limits = {}) {
    const auto read = parse_json(text, limits);
    if (!read) EXPECT_EQ(read.error().code(), ErrorCode::malformed);
    return read.has_value();
}

JsonValue value(std::string_view text) {
    auto read = parse_json(text);
    EXPECT_TRUE(read) << text;
    return read ? *std::move(read) : JsonValue();
}

/// The member that finish() finds wrong; "-" if none.
std::string wrong(JsonReader& reader) {
    const auto finished = reader.finish();
    return finished ? "-" : finished.error().params().at("member");
}

TEST(Json, every_kind_of_value_arrives) {
    const JsonValue read = value(R"({"t":"a\u4e2d\n","n":-7,"b":true,"x":null,"l":[1,["y"],{}]})");
    JsonReader reader(read);
    EXPECT_EQ(reader.text("t"), "a中\n");
    EXPECT_EQ(reader.integer_if_any("n"), -7);
    EXPECT_FALSE(reader.text_if_any("x"));
    const JsonValue* list = reader.value_if_any("l");
    ASSERT_NE(list, nullptr);
    const auto& items = std::get<JsonValue::List>(list->is);
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(std::get<std::int64_t>(items[0].is), 1);
    EXPECT_EQ(std::get<std::string>(std::get<JsonValue::List>(items[1].is).at(0).is), "y");
    EXPECT_TRUE(std::get<JsonValue::Members>(items[2].is).empty());
    ASSERT_NE(reader.value_if_any("b"), nullptr);
    EXPECT_EQ(wrong(reader), "-");
}

TEST(Json, a_list_that_grows_keeps_what_stands_in_it) {
    std::string text = "[";
    for (int i = 0; i < 2000; ++i)
        text += "{\"i\":[\"" + std::to_string(i) + "\"]},";
    const JsonValue read = value(text + "{}]");
    const auto& items = std::get<JsonValue::List>(read.is);
    for (std::size_t i = 0; i < 2000; ++i) {
        const auto& member = std::get<JsonValue::Members>(items.at(i).is).at(0);
        const auto& inner = std::get<JsonValue::List>(member.value.is);
        EXPECT_EQ(std::get<std::string>(inner.at(0).is), std::to_string(i));
    }
}

TEST(Json, a_name_twice_is_refused_at_every_level) {
    EXPECT_FALSE(is_read(R"({"a":1,"a":2})"));
    EXPECT_FALSE(is_read(R"({"a":1,"\u0061":2})"));
    EXPECT_FALSE(is_read(R"([{"x":{"a":1,"b":2,"a":1}}])"));
    EXPECT_TRUE(is_read(R"({"a":{"a":1},"b":{"a":2}})"));
}

TEST(Json, nothing_stands_before_or_behind_it) {
    EXPECT_FALSE(is_read(""));
    EXPECT_FALSE(is_read("{} {}"));
    EXPECT_FALSE(is_read("{}x"));
    EXPECT_FALSE(is_read("\xEF\xBB\xBF{}"));
    EXPECT_FALSE(is_read("{"));
    EXPECT_FALSE(is_read(R"({"a":"unfinished)"));
    EXPECT_TRUE(is_read(" {} \n"));
}

TEST(Json, dialects_are_refused) {
    for (const char* text : {"{'a':1}",
                             "{a:1}",
                             "[1,]",
                             "{\"a\":1,}",
                             "// x\n{}",
                             "/**/{}",
                             "NaN",
                             "[Infinity]",
                             "[01]",
                             "[+1]",
                             "[\"\t\"]",
                             "[1e]"}) {
        EXPECT_FALSE(is_read(text)) << text;
    }
}

TEST(Json, numbers_are_whole_and_in_range) {
    EXPECT_TRUE(is_read("[9223372036854775807,-9223372036854775808]"));
    EXPECT_FALSE(is_read("[9223372036854775808]"));
    EXPECT_FALSE(is_read("[1.5]"));
    EXPECT_FALSE(is_read("[1e2]"));
}

TEST(Json, text_that_is_no_unicode_is_refused) {
    EXPECT_FALSE(is_read("[\"\xFF\"]"));
    EXPECT_FALSE(is_read("[\"\xC0\xAF\"]"));
    EXPECT_FALSE(is_read(R"(["\ud800"])"));
    EXPECT_TRUE(is_read(R"(["\ud840\udc00"])"));
}

TEST(Json, depth_and_size_are_bounded) {
    EXPECT_TRUE(is_read("[[[1]]]", {.depth = 3}));
    EXPECT_FALSE(is_read("[[[[1]]]]", {.depth = 3}));
    EXPECT_FALSE(is_read(std::string(100'000, '[')));
    EXPECT_TRUE(is_read("[1,2]", {.values = 3}));
    EXPECT_FALSE(is_read("[1,2,3]", {.values = 3}));
}

TEST(JsonReader, refuses_what_nobody_asked_for) {
    const JsonValue read = value(R"({"number":"1","status":"valid"})");
    JsonReader reader(read);
    EXPECT_EQ(reader.text("number"), "1");
    EXPECT_EQ(wrong(reader), "status");
}

TEST(JsonReader, names_the_first_member_that_is_missing_empty_or_of_another_kind) {
    for (const char* text : {R"({})",
                             R"({"a":null})",
                             R"({"a":"  "})",
                             R"({"a":1})",
                             R"({"a":["x"]})",
                             R"({"a":"x\u0000y"})"}) {
        const JsonValue read = value(text);
        JsonReader reader(read);
        (void)reader.text("a");
        EXPECT_EQ(wrong(reader), "a") << text;
    }
    const JsonValue read = value(R"({"n":"1"})");
    JsonReader reader(read);
    EXPECT_FALSE(reader.integer_if_any("n"));
    EXPECT_EQ(wrong(reader), "n");
}

TEST(JsonReader, takes_objects_only) {
    const JsonValue read = value("[]");
    JsonReader reader(read);
    EXPECT_FALSE(reader.finish());
}

}  // namespace
}  // namespace yinxin::http
