// SPDX-License-Identifier: Apache-2.0
// The demonstration's data keep the rules of this room. (Its form is read by the config room.)
#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/domain/person_name.hpp"
#include "yinxin/domain/uscc.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

std::string demo_text(std::string_view name) {
    const auto text = read_text_file(std::string(YX_SOURCE_DIR "/demo/") + std::string(name));
    EXPECT_TRUE(text);
    return text ? *text : std::string();
}

/// The quoted texts of one line.
std::vector<std::string> quoted(std::string_view line) {
    const auto parts = split(line, '"');
    std::vector<std::string> texts;
    for (std::size_t i = 1; i < parts.size(); i += 2)
        texts.emplace_back(parts[i]);
    return texts;
}

TEST(DemoData, every_name_is_accepted_unchanged) {
    const std::string text = demo_text("names.toml");
    std::size_t count = 0;
    std::size_t longest = 0;
    for (const std::string_view line : split(text, '\n')) {
        if (line.starts_with('#')) continue;
        for (const std::string& name : quoted(line)) {
            const auto parsed = parse_person_name(name);
            ASSERT_TRUE(parsed) << name;
            EXPECT_EQ(parsed->value, name);
            longest = std::max(longest, length(*parsed));
            ++count;
        }
    }
    EXPECT_GT(count, 200U);
    EXPECT_EQ(longest, max_name_length);
}

TEST(DemoData, every_issuer_has_a_credit_code_that_checks) {
    const std::string text = demo_text("catalogue.toml");
    std::size_t count = 0;
    for (const std::string_view line : split(text, '\n')) {
        if (!line.starts_with("uscc = ")) continue;
        const std::string code = quoted(line).at(0);
        EXPECT_TRUE(parse_uscc(code)) << code;
        EXPECT_TRUE(code.starts_with("99000000")) << "must be nobody's code";
        ++count;
    }
    EXPECT_EQ(count, 3U);
}

}  // namespace
}  // namespace yinxin::domain
