// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "unit/crypto/openssl_program.hpp"

#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/crypto/trust.hpp"
#include "yinxin/signing/cms.hpp"
#include "yinxin/signing/timestamp_authority.hpp"

#include <gtest/gtest.h>

namespace yinxin::test {

inline const Instant demonstration_now(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) +
                                       std::chrono::hours(2));

/// Tests below one demonstration directory: a root, an issuing CA, a P-256 and an RSA-3072 seal, a
/// timestamp authority; and the national tree beside them.
class WithDemonstration : public testing::Test {
  public:
    static void SetUpTestSuite() {
        directory = std::make_unique<ScratchDirectory>();
        crypto::DemonstrationPkiPlan plan;
        plan.organization = "印信演示机构";
        plan.common_name_tail = " (DEMO)";
        plan.seals = {{"p256", {.common_name = "演示专用章"}, crypto::KeyKind::p256, true},
                      {"rsa", {.common_name = "演示专用章 RSA"}, crypto::KeyKind::rsa3072}};
        plan.now = demonstration_now;
        const auto made = crypto::make_demonstration_pki(directory->path(), plan);
        ASSERT_TRUE(made) << made.error().describe();
    }
    static void TearDownTestSuite() { directory.reset(); }

    static std::string key_uri(std::string_view stem) {
        return "file:" + (*directory / (std::string(stem) + ".key")).string();
    }
    static std::filesystem::path certificates(std::string_view stem) {
        return *directory / (std::string(stem) + ".crt");
    }
    static signing::SealCredential seal(std::string_view stem) {
        return *signing::SealCredential::load(key_uri(stem), certificates(stem));
    }
    static std::shared_ptr<const signing::TimestampAuthority> authority() {
        return *signing::TimestampAuthority::load(key_uri("timestamp"), certificates("timestamp"));
    }
    /// Stamps SM3 with SM2.
    static std::shared_ptr<const signing::TimestampAuthority> national_authority() {
        return *signing::TimestampAuthority::load(key_uri("sm2-timestamp"),
                                                  certificates("sm2-timestamp"));
    }
    static std::unique_ptr<crypto::TrustStore> trust() {
        return std::make_unique<crypto::TrustStore>(
            *crypto::load_certificates(certificates("root")));
    }
    static std::string at_demonstration_time() {
        return " -attime " + std::to_string(epoch_of(demonstration_now)) + ' ';
    }

    static inline std::unique_ptr<ScratchDirectory> directory;
};

}  // namespace yinxin::test
