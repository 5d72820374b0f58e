// SPDX-License-Identifier: Apache-2.0
// A thousand copies fresh from the press, each as PDF and as OFD, and every file is VALID by the
// register: all kinds of key, with timestamp and without, every scenario, names that few fonts
// have.
#include "support/small_house.hpp"

#include "yinxin/service/registered_copies.hpp"
#include "yinxin/verify/read.hpp"

#include <map>

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

constexpr std::array names{"王演示",
                           "㛃演示",
                           "䶮演示",
                           "𬍛演示",
                           "𠮷演示",
                           "𮧵演示",
                           "欧阳演示",
                           "演示·买买提",
                           "Wang Yanshi"};
constexpr std::array recipients{
    "演示建设集团", "", "演示（香港）有限公司", "Demo & Sons <Ltd.>", "𠮷野演示"};
constexpr int per_house_and_key = 250;

class ThousandCopies : public testing::TestWithParam<test::Timestamps> {
  protected:
    /// The scenarios that the policy of this certificate offers.
    const std::vector<std::string>& scenarios(const std::string& qualification) {
        const auto& reference = house_->reference();
        const auto* edition = reference.catalogue.find_edition(qualification, 2025);
        return reference.find_policy(edition->policy_id)->scenarios;
    }
    void apply(const char* qualification, const char* specialty, int count) {
        const auto& offered = scenarios(qualification);
        for (int i = 0; i < count; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const auto held = house_->add_holder(
                {.qualification = qualification, .specialty = specialty}, names[at % names.size()]);
            house_->apply(held,
                          {.scenario = offered[at % offered.size()],
                           .days = 1 + i % 30,
                           .recipient = recipients[at % recipients.size()]});
        }
    }
    verify::Report judged(const verify::Claims& claims) {
        const Consulted consulted =
            test::sure(house_->store().read_now([&](storage::Reader& reader) {
                return consult_register(reader, house_->keys(), house_->public_url(), claims);
            }));
        verify::Trust trust;
        trust.store = house_->seals().trust;
        const Instant now = house_->clock.now();
        return verify::judge(claims, trust, &consulted.answer, {std::nullopt, now}, now);
    }

    test::ScratchHouse house_{GetParam(), test::Faces::both};
};

INSTANTIATE_TEST_SUITE_P(BothProfiles,
                         ThousandCopies,
                         testing::Values(test::Timestamps::on, test::Timestamps::off),
                         [](const auto& which) {
                             return which.param == test::Timestamps::on ? "stamped" : "unstamped";
                         });

TEST_P(ThousandCopies, are_all_valid) {
    apply("constructor_1", "05", per_house_and_key);
    apply("banker", "", per_house_and_key);
    int pressed = 0;
    while (const int more = house_->press(64).released)
        pressed += more;
    ASSERT_EQ(pressed, 2 * per_house_and_key);

    const auto files = test::sure(house_->store().read_now([](storage::Reader& reader) {
        return reader.all<Bytes>({"test.files", "SELECT sha256 FROM copy_file ORDER BY copy_id"});
    }));
    ASSERT_EQ(files.size(), 2U * 2U * per_house_and_key) << "PDF and OFD";
    std::map<std::string, int> algorithms;
    for (const Bytes& sha256 : files) {
        crypto::Digest32 name{};
        std::ranges::copy(sha256, name.begin());
        const verify::Claims claims = verify::read(test::sure(house_->blobs().get(name)));
        ++algorithms[claims.seal.value().algorithm];
        const verify::Report report = judged(claims);
        ASSERT_EQ(report.verdict, verify::Verdict::valid) << verify::deciding_code(report);
        EXPECT_EQ(report.authenticity, verify::Authenticity::issued);
        EXPECT_EQ(report.is_time_trusted, GetParam() == test::Timestamps::on);
    }
    EXPECT_EQ(algorithms["ecdsa-p256-sha256"], per_house_and_key);
    EXPECT_EQ(algorithms["rsa-sha256"], per_house_and_key);
    EXPECT_EQ(algorithms["sm2-sm3"], 2 * per_house_and_key);
}

}  // namespace
}  // namespace yinxin::service
