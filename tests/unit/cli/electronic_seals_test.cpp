// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/electronic_seals.hpp"

#include "support/ofd/ses_writer.hpp"
#include "support/programs.hpp"
#include "support/small_house.hpp"

#include "yinxin/base/time.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/crypto/trust.hpp"
#include "yinxin/storage/seals.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

using test::sure;
using testing::HasSubstr;

constexpr const char* seal_id = "demo_certificate_seal";

/// A house whose seals have SM2 keys, and no electronic seal yet.
class ElectronicSeals : public testing::Test {
  protected:
    ElectronicSeals() {
        std::ofstream(path("signer.pem"))
            << slurp("keys/central.sm2.crt") << slurp("keys/sm2-root.crt");
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (house_.directory() / name).string();
    }
    [[nodiscard]] std::string slurp(const std::string& name) const {
        std::ifstream in(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] ElectronicSealRequest request(SealAction action, bool is_applied) const {
        ElectronicSealRequest request;
        request.action = action;
        request.data = house_.directory();
        request.seal_id = seal_id;
        request.key = "file:" + path("keys/central.sm2.key");
        request.certificates = path("signer.pem");
        request.maker_key = "file:" + path("keys/sm2-maker.key");
        request.maker_certificate = path("keys/sm2-maker.crt");
        request.output = path("made.esl");
        request.file = path("made.esl");
        request.is_applied = is_applied;
        return request;
    }
    storage::SealRecord record() {
        return *sure(house_->store().read_now(
            [](storage::Reader& reader) { return storage::find_seal(reader, seal_id); }));
    }
    /// What the command says on both its outputs.
    template <class Run>
    static std::string said(Run run) {
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        run();
        return testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
    }
    int run(const ElectronicSealRequest& request) {
        int code = -1;
        said_ = said([&] { code = run_electronic_seal(request); });
        return code;
    }

    test::ScratchHouse house_;
    std::string said_;
};

TEST_F(ElectronicSeals, nothing_is_changed_without_apply) {
    EXPECT_EQ(run(request(SealAction::make, false)), exit_ok);
    EXPECT_THAT(said_, HasSubstr("Nothing was changed"));
    EXPECT_FALSE(record().ofd_key_name);
    EXPECT_FALSE(std::filesystem::exists(path("made.esl")));
}

TEST_F(ElectronicSeals, one_that_was_made_seals_ofds_from_the_next_start_on) {
    ASSERT_EQ(run(request(SealAction::make, true)), exit_ok) << said_;
    EXPECT_EQ(record().ofd_key_name, "demo_certificate_seal.sm2");
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'configuration.changed'"),
              1);
    house_.reopen();
    const test::Held held = house_->add_holder();
    (void)house_->endorse(held);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy_file WHERE format = 'ofd'"), 1);
    // Renewed: another key name, and the old key stays in the register.
    ASSERT_EQ(run(request(SealAction::make, true)), exit_ok) << said_;
    EXPECT_EQ(record().ofd_key_name, "demo_certificate_seal.sm2-2");
}

TEST_F(ElectronicSeals, one_made_elsewhere_is_shown_verified_and_imported) {
    ASSERT_EQ(run(request(SealAction::make, true)), exit_ok) << said_;
    ElectronicSealRequest look = request(SealAction::show, false);
    EXPECT_EQ(run(look), exit_ok);
    EXPECT_THAT(said_, HasSubstr("version 4"));
    EXPECT_THAT(said_, HasSubstr("Picture: ofd"));
    look.is_json = true;
    EXPECT_EQ(run(look), exit_ok);
    EXPECT_THAT(said_, HasSubstr("\"id\":\"demo_certificate_seal\""));
    ElectronicSealRequest check = request(SealAction::verify, false);
    check.trust = {path("keys/sm2-root.crt"), path("keys/sm2-issuing.crt")};
    EXPECT_EQ(run(check), exit_ok) << said_;
    check.trust = {path("keys/root.crt")};
    EXPECT_EQ(run(check), exit_failed);
    EXPECT_EQ(run(request(SealAction::import, true)), exit_ok) << said_;
    EXPECT_EQ(sure(house_->store().read_now([](storage::Reader& reader) {
                  return storage::find_seal(reader, seal_id);
              }))->electronic_seal,
              to_bytes(slurp("made.esl")));
}

TEST_F(ElectronicSeals, a_changed_one_is_refused_with_its_reason) {
    ASSERT_EQ(run(request(SealAction::make, true)), exit_ok) << said_;
    std::string changed = slurp("made.esl");
    changed[changed.find("Yinxin")] ^= 1;
    std::ofstream(path("made.esl"), std::ios::binary) << changed;
    EXPECT_EQ(run(request(SealAction::verify, false)), exit_failed);
    EXPECT_THAT(said_, HasSubstr("ses.maker_signature_wrong"));
    EXPECT_EQ(run(request(SealAction::import, true)), exit_failed);
    EXPECT_THAT(said_, HasSubstr("signing.signature_wrong"));
}

TEST_F(ElectronicSeals, the_seal_of_another_certificate_is_refused) {
    ASSERT_EQ(run(request(SealAction::make, true)), exit_ok) << said_;
    ElectronicSealRequest other = request(SealAction::import, true);
    std::ofstream(path("other.pem")) << slurp("keys/tax.sm2.crt") << slurp("keys/sm2-root.crt");
    other.key = "file:" + path("keys/tax.sm2.key");
    other.certificates = path("other.pem");
    EXPECT_EQ(run(other), exit_failed);
    EXPECT_THAT(said_, HasSubstr("have it made again"));
}

TEST_F(ElectronicSeals, a_seal_that_is_not_in_the_register_is_noticed_before_anything_is_applied) {
    ASSERT_EQ(run(request(SealAction::make, true)), exit_ok) << said_;
    ElectronicSealRequest unknown = request(SealAction::import, false);
    unknown.seal_id = "nobodys_seal";
    EXPECT_EQ(run(unknown), exit_failed);
    EXPECT_THAT(said_, HasSubstr("no seal nobodys_seal"));
}

TEST_F(ElectronicSeals, a_seal_that_is_not_written_to_its_file_is_not_entered) {
    ElectronicSealRequest nowhere = request(SealAction::make, true);
    nowhere.output = path("no/such/directory/made.esl");
    EXPECT_EQ(run(nowhere), exit_failed);
    EXPECT_FALSE(record().ofd_key_name);
}

TEST_F(ElectronicSeals, one_by_a_maker_whom_the_press_does_not_trust_is_refused) {
    crypto::DemonstrationPkiPlan plan;
    plan.organization = "另一演示机构";
    plan.common_name_tail = " (DEMO)";
    plan.now = test::house_opens;
    plan.seals.push_back({"any", {.common_name = "演示"}, crypto::KeyKind::p256, true});
    test::sure(crypto::make_demonstration_pki(path("others"), plan));
    ElectronicSealRequest foreign = request(SealAction::make, true);
    foreign.maker_key = "file:" + path("others/sm2-maker.key");
    foreign.maker_certificate = path("others/sm2-maker.crt");
    EXPECT_EQ(run(foreign), exit_failed);
    EXPECT_THAT(said_, HasSubstr("the maker's certificate: signing.certificate_untrusted"));
    EXPECT_FALSE(record().ofd_key_name);
    EXPECT_FALSE(std::filesystem::exists(path("made.esl")));
}

/// Seals made by hand, whose dates can be anything.
class HandMadeSeals : public ElectronicSeals {
  protected:
    int import_one(Instant not_before, Instant not_after) {
        const auto maker = test::sure(crypto::load_certificates(path("keys/sm2-maker.crt")));
        const auto signer = test::sure(crypto::load_certificates(path("keys/central.sm2.crt")));
        ofd::SealParts parts;
        const BytesView der = signer.front().der();
        parts.certificates = {Bytes(der.begin(), der.end())};
        parts.not_before = not_before;
        parts.not_after = not_after;
        const Bytes seal =
            parts.build({path("keys/sm2-maker.key"),
                         test::sure(crypto::open_file_key(path("keys/sm2-maker.key"))),
                         maker.front()});
        std::ofstream(path("made.esl"), std::ios::binary) << as_text(seal);
        return run(request(SealAction::import, true));
    }
    const Instant now_ = SystemClock().now();
};

TEST_F(HandMadeSeals, are_taken_while_they_are_valid) {
    using std::chrono::days;
    EXPECT_EQ(import_one(now_ - days(1), now_ + days(30)), exit_ok) << said_;
    EXPECT_EQ(import_one(now_ + days(1), now_ + days(30)), exit_failed);
    EXPECT_THAT(said_, HasSubstr("signing.certificate_not_current"));
    EXPECT_EQ(import_one(now_ - std::chrono::hours(2), now_ - std::chrono::hours(1)), exit_failed);
    EXPECT_THAT(said_, HasSubstr("signing.certificate_not_current"));
}

}  // namespace
}  // namespace yinxin::cli
