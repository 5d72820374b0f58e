// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/revocation.hpp"

#include "unit/signing/demonstration.hpp"

namespace yinxin::signing {
namespace {

using test::demonstration_now;

class Revocation : public test::WithDemonstration {
  public:
    static std::vector<crypto::Certificate> chain(std::string_view stem) {
        auto certificates = *crypto::load_certificates(WithDemonstration::certificates(stem));
        certificates.push_back(root());
        return certificates;
    }
    static crypto::Certificate root() {
        return crypto::load_certificates(certificates("root"))->front();
    }
    static crypto::Crl list(std::string_view name) { return *crypto::load_crl(*directory / name); }
};

TEST_F(Revocation, material_holds_each_certificate_and_needed_list_once) {
    const std::vector<std::vector<crypto::Certificate>> chains{chain("p256"), chain("timestamp")};
    const std::vector<crypto::Crl> lists{
        list("issuing.crl"), list("root.crl"), list("issuing.crl")};
    const auto material = gather_revocation_material(chains, lists, demonstration_now);
    ASSERT_TRUE(material) << material.error().describe();
    // Seal, issuing CA, root, timestamp authority.
    ASSERT_EQ(material->certificates.size(), 4U);
    EXPECT_EQ(material->certificates[0], chains[0][0].der());
    EXPECT_EQ(material->certificates[3], chains[1][0].der());
    ASSERT_EQ(material->crls.size(), 2U);
    EXPECT_EQ(material->crls[0], lists[0].der());
}

TEST_F(Revocation, material_leaves_out_lists_about_others) {
    const std::vector<std::vector<crypto::Certificate>> chains{{root()}};
    const std::vector<crypto::Crl> lists{list("issuing.crl"), list("root.crl")};
    EXPECT_TRUE(gather_revocation_material(chains, lists, demonstration_now)->crls.empty());
}

TEST_F(Revocation, stale_lists_are_refused) {
    const std::vector<std::vector<crypto::Certificate>> chains{chain("p256")};
    const std::vector<crypto::Crl> lists{list("issuing.crl")};
    const auto stale =
        gather_revocation_material(chains, lists, demonstration_now + std::chrono::days(31));
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code(), ErrorCode::certificate_not_current);
}

TEST_F(Revocation, a_revoked_seal_gathers_nothing) {
    const auto seal_chain = chain("p256");
    const BytesView serial = seal_chain[0].serial_der();
    crypto::CrlPlan plan;
    plan.this_update = demonstration_now;
    plan.next_update = demonstration_now + std::chrono::days(1);
    plan.revoked = {{Bytes(serial.begin(), serial.end()),
                     demonstration_now,
                     crypto::RevocationReason::superseded}};
    const std::vector<crypto::Crl> lists{
        *crypto::issue_crl(plan, **crypto::open_key(key_uri("issuing")), seal_chain[1])};
    const std::vector<std::vector<crypto::Certificate>> chains{seal_chain};
    EXPECT_EQ(gather_revocation_material(chains, lists, demonstration_now).error().code(),
              ErrorCode::certificate_revoked);
}

}  // namespace
}  // namespace yinxin::signing
