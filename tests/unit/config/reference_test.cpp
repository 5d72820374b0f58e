// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/reference.hpp"

#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::config {
namespace {

using testing::HasSubstr;

constexpr std::string_view small = R"toml(
format = 1
[[authorities]]
id = "office"
name = { zh = "演示厅", en = "Office" }
[[issuers]]
id = "centre"
kind = "government"
uscc = "99000000DEMX00001B"
name = { zh = "演示中心", en = "Centre" }
department = { zh = "科", en = "desk" }
address = { zh = "路", en = "road" }
hours = { zh = "日", en = "days" }
phone = "000"
email = "a@b.example"
[[policies]]
id = "standard"
[[seals]]
id = "seal"
issuer = "centre"
name = { zh = "章", en = "seal" }
valid_from = "2021-12-17"
arc_text = "演示"
centre_text = "演示"
[[seal_assignments]]
type = "central"
seal = "seal"
from = "2021-12-17"
[[qualifications]]
id = "adviser"
kind = "level"
[[qualifications.editions]]
from_year = 2016
name = { zh = "咨询师", en = "Adviser" }
title = { zh = "咨询师证书", en = "Certificate of Adviser" }
authorities = ["office"]
issuer = "centre"
template = "classic"
seal_type = "central"
policy = "standard"
levels = [ { code = "1", zh = "初级", en = "Junior" } ]
)toml";

/// A rule of the one issuer, in front of the qualifications.
constexpr std::string_view numbering = R"toml([[numbering]]
issuer = "centre"
certificate_no = "YX{year}{serial:5}"
[[qualifications]]
id =)toml";

/// The small text with one thing changed.
Result<Reference> with(std::string_view from, std::string_view to) {
    const std::string changed = replace_all(std::string(small), from, to);
    EXPECT_NE(changed, small) << from;
    return parse_reference(changed);
}

TEST(Reference, the_small_text_gives_what_it_says) {
    const auto reference = parse_reference(small);
    ASSERT_TRUE(reference) << reference.error().describe();
    EXPECT_EQ(reference->marking, "");
    const domain::QualificationEdition* edition =
        reference->catalogue.find_edition("adviser", 2020);
    ASSERT_NE(edition, nullptr);
    EXPECT_EQ(edition->levels.at(0).name.en, "Junior");
    ASSERT_NE(reference->find_issuer("centre"), nullptr);
    EXPECT_EQ(reference->find_issuer("centre")->contact.email, "a@b.example");
    EXPECT_EQ(reference->seal_pictures.at("seal"), (SealPicture{"演示", "演示", ""}));
    EXPECT_EQ(reference->seals.at("seal").valid_until, std::nullopt);
}

TEST(Reference, a_policy_takes_the_service_text_for_what_it_leaves_out) {
    const auto reference = parse_reference(small);
    ASSERT_TRUE(reference);
    const domain::EndorsementPolicy* policy = reference->find_policy("standard");
    ASSERT_NE(policy, nullptr);
    EXPECT_EQ(policy->max_days, 90);
    EXPECT_EQ(policy->quota, 3);
    EXPECT_EQ(policy->window, Days(90));
    EXPECT_EQ(policy->scenarios, std::vector<std::string>{"own_use"});
    EXPECT_FALSE(policy->exempt_before);
    EXPECT_EQ(reference->find_policy("other"), nullptr);
}

TEST(Reference, the_policy_says_what_the_text_says) {
    const auto reference = with("id = \"standard\"",
                                "id = \"standard\"\nmax_days = 30\nquota = 5\nwindow_days = 60\n"
                                "promise = \"2h\"\nexempt_before = \"2021-12-17\"\n"
                                "exempt_issuers = [\"association\"]");
    ASSERT_TRUE(reference) << reference.error().describe();
    const domain::EndorsementPolicy& policy = *reference->find_policy("standard");
    EXPECT_EQ(policy.max_days, 30);
    EXPECT_EQ(policy.quota, 5);
    EXPECT_EQ(policy.promise, std::chrono::hours(2));
    EXPECT_EQ(policy.exempt_before, make_day(2021, 12, 17));
    EXPECT_EQ(policy.exempt_issuers,
              std::vector<domain::IssuerKind>{domain::IssuerKind::association});
}

struct Fault {
    std::string name;
    std::string from;
    std::string to;
    std::string says;  ///< in the error's detail
};

class ReferenceFault : public testing::TestWithParam<Fault> {};

TEST_P(ReferenceFault, is_refused_by_table_and_key) {
    const auto reference = with(GetParam().from, GetParam().to);
    ASSERT_FALSE(reference);
    EXPECT_EQ(reference.error().code(), ErrorCode::config_invalid);
    EXPECT_THAT(reference.error().detail(), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Texts,
    ReferenceFault,
    testing::Values(
        Fault{"no_toml", "format = 1", "format 1", "line 2"},
        Fault{"other_format", "format = 1", "format = 2", "format"},
        Fault{"unknown_key_at_the_top", "format = 1", "format = 1\ncolour = 1", "colour"},
        Fault{"unknown_key_in_an_edition",
              "from_year",
              "until_year = 2019\nfrom_year",
              "qualifications[1].editions[1].until_year"},
        Fault{"unknown_language", "zh = \"章\"", "fr = \"sceau\", zh = \"章\"", "seals[1].name.fr"},
        Fault{"missing_language", "zh = \"章\", ", "", "seals[1].name.zh"},
        Fault{"empty_text", "phone = \"000\"", "phone = \"\"", "issuers[1].phone"},
        Fault{"number_for_text", "phone = \"000\"", "phone = 0", "issuers[1].phone"},
        Fault{"text_for_number", "from_year = 2016", "from_year = \"2016\"", "from_year"},
        Fault{"wrong_check_character", "00001B", "00001C", "issuers[1].uscc"},
        Fault{"unknown_kind", "kind = \"level\"", "kind = \"rank\"", "qualifications[1].kind"},
        Fault{"no_day", "2021-12-17\"\narc", "2021-13-17\"\narc", "seals[1].valid_from"},
        Fault{"seal_of_nobody",
              "issuer = \"centre\"\nname",
              "issuer = \"x\"\nname",
              "seals[1].issuer"},
        Fault{
            "assignment_of_no_seal", "seal = \"seal\"", "seal = \"x\"", "seal_assignments[1].seal"},
        Fault{"unknown_authority", "[\"office\"]", "[\"x\"]", "editions[1].authorities"},
        Fault{"unknown_policy", "policy = \"standard\"", "policy = \"x\"", "editions[1].policy"},
        Fault{"unknown_seal_type", "seal_type = \"central\"", "seal_type = \"x\"", "seal_type"},
        Fault{
            "quota_of_nothing", "id = \"standard\"", "id = \"standard\"\nquota = 0", "policies[1]"},
        Fault{"span_without_unit",
              "id = \"standard\"",
              "id = \"standard\"\npromise = \"24\"",
              "promise"},
        Fault{"id_twice",
              "[[policies]]",
              "[[policies]]\nid = \"standard\"\n[[policies]]",
              "policies[2].id"},
        Fault{"item_without_edition",
              "[[qualifications]]",
              "[[qualifications]]\nid = \"bare\"\nkind = \"level\"\n[[qualifications]]",
              "bare"}),
    [](const auto& info) { return info.param.name; });

TEST(Reference, the_demonstrations_catalogue_is_read) {
    const auto text = read_text_file(std::string(YX_SOURCE_DIR) + "/demo/catalogue.toml");
    ASSERT_TRUE(text);
    const auto reference = parse_reference(*text);
    ASSERT_TRUE(reference) << reference.error().describe();
    EXPECT_GE(reference->catalogue.items().size(), 12U);
    EXPECT_THAT(reference->marking, HasSubstr("演示"));
    const auto* constructor = reference->catalogue.find_edition("constructor_1", 2020);
    ASSERT_NE(constructor, nullptr);
    EXPECT_EQ(constructor->specialties.size(), 10U);
    EXPECT_TRUE(constructor->has_additional_specialties());
    for (const auto& [id, issuer] : reference->issuers) {
        EXPECT_THAT(issuer.name.zh, HasSubstr("演示")) << id;
    }
}

TEST(Reference, what_is_written_is_read_as_the_same) {
    const auto text = read_text_file(std::string(YX_SOURCE_DIR) + "/demo/catalogue.toml");
    auto reference = parse_reference(*text);
    ASSERT_TRUE(reference);
    reference->footer = {{"演示厅 \"引号\"", "Office \\ of"},
                         "演示备 00000000 号",
                         {{{"全国", "All provinces"}, "12333"}, {{"演示省", "Demo"}, "000-1"}}};
    const std::string written = write_reference(*reference);
    const auto again = parse_reference(written);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(write_reference(*again), written);
    EXPECT_EQ(again->footer, reference->footer);
    EXPECT_EQ(again->marking, reference->marking);
    EXPECT_EQ(again->issuers.size(), reference->issuers.size());
    EXPECT_EQ(again->seal_pictures, reference->seal_pictures);
    EXPECT_EQ(again->numbering, reference->numbering);
    EXPECT_EQ(again->catalogue.find("economist")->code, "007");
    const auto* before = reference->catalogue.find_edition("constructor_1", 2020);
    const auto* after = again->catalogue.find_edition("constructor_1", 2020);
    ASSERT_NE(after, nullptr);
    EXPECT_EQ(after->specialties, before->specialties);
    EXPECT_EQ(after->title, before->title);
    EXPECT_EQ(after->authorities, before->authorities);
    const auto* policy = again->find_policy("association");
    ASSERT_NE(policy, nullptr);
    EXPECT_EQ(policy->exempt_before, reference->find_policy("association")->exempt_before);
    EXPECT_EQ(policy->exempt_issuers, reference->find_policy("association")->exempt_issuers);
}

TEST(Reference, says_when_holders_are_shown_delayed_checks) {
    EXPECT_EQ(parse_reference(small)->check_display.authority_delay, Days(0));
    const auto text = [](std::string_view delayed, int days) {
        return std::string(small) + "\n[[check_display]]\nclass = \"" + std::string(delayed) +
               "\"\ndays = " + std::to_string(days) + "\n";
    };
    const auto read = parse_reference(text("bid_evaluation", 60));
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(read->check_display.bid_evaluation_most, Days(60));
    EXPECT_EQ(read->check_display.authority_delay, Days(0));
    const auto again = parse_reference(write_reference(*read));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->check_display.bid_evaluation_most, Days(60));
    EXPECT_FALSE(parse_reference(text("bid_evaluation", 367)));
    EXPECT_FALSE(parse_reference(text("bid_evaluation", -1)));
    EXPECT_FALSE(parse_reference(text("everything", 60)));
    EXPECT_FALSE(parse_reference(text("authority", 3) +
                                 "[[check_display]]\nclass = \"authority\"\ndays = 4\n"));
}

TEST(Reference, every_issuer_numbers_by_its_own_rule_or_the_usual_one) {
    const auto usual = parse_reference(small);
    ASSERT_TRUE(usual);
    EXPECT_EQ(usual->numbering.at("centre").pattern(), domain::usual_numbering);
    const auto own = with("[[qualifications]]\nid =", numbering);
    ASSERT_TRUE(own) << own.error().describe();
    EXPECT_EQ(own->numbering.at("centre").pattern(), "YX{year}{serial:5}");
}

TEST(Reference, refuses_numbering_nobody_can_follow) {
    const std::string own(numbering);
    for (const std::string& wrong : {replace_all(own, "{serial:5}", ""),
                                     replace_all(own, "\"centre\"", "\"nobody\""),
                                     replace_all(own, "[[qualifications]]\nid =", "") + own}) {
        const auto refused = with("[[qualifications]]\nid =", wrong);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::config_invalid);
        EXPECT_THAT(refused.error().detail(), HasSubstr("numbering"));
    }
}

TEST(Reference, a_qualification_has_a_code_of_three_digits) {
    EXPECT_EQ(parse_reference(small)->catalogue.find("adviser")->code, "001") << "its place";
    const auto own = with("kind = \"level\"\n", "kind = \"level\"\ncode = \"042\"\n");
    ASSERT_TRUE(own) << own.error().describe();
    EXPECT_EQ(own->catalogue.find("adviser")->code, "042");
    for (const char* wrong : {"42", "ABC", "0042"}) {
        const std::string line = std::string("kind = \"level\"\ncode = \"") + wrong + "\"\n";
        EXPECT_FALSE(with("kind = \"level\"\n", line)) << wrong;
    }
}

}  // namespace
}  // namespace yinxin::config
