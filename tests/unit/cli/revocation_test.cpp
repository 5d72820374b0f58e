// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/revocation.hpp"

#include "support/small_house.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/crypto/pki.hpp"
#include "yinxin/storage/revocation_data.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

using namespace std::chrono_literals;
using test::sure;
using testing::HasSubstr;
using testing::Not;

/// Nobody listens there.
constexpr const char* address = "http://127.0.0.1:1/issuing.crl";

class RevocationCommands : public testing::Test {
  protected:
    RevocationCommands() { configure(std::string("lists = [\"") + address + "\"]\n"); }
    void configure(const std::string& lines) {
        std::ofstream(house_.directory() / "yinxin.toml") << "[revocation]\n" << lines;
    }
    int run(RevocationAction action, bool is_applied = false, bool is_json = false) {
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        const int code = run_revocation({house_.directory(), action, is_applied, is_json});
        said_ = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
        return code;
    }
    /// A list as the service would have fetched it a while ago.
    void hold(std::chrono::seconds ago, bool revokes_the_seal = false) {
        const Instant at = SystemClock().now() - ago;
        const auto keys = house_.directory() / "keys";
        crypto::CrlPlan plan{
            .number = 5, .this_update = at, .next_update = at + 30 * 24h, .revoked = {}};
        if (revokes_the_seal) {
            const auto seal = sure(crypto::load_certificates(keys / "central.crt")).front();
            const BytesView serial = seal.serial_der();
            plan.revoked.push_back({Bytes(serial.begin(), serial.end()), at});
        }
        const auto list =
            sure(crypto::issue_crl(plan,
                                   *sure(crypto::open_file_key(keys / "issuing.key")),
                                   sure(crypto::load_certificates(keys / "issuing.crt")).front()));
        const auto digest = list.fingerprint();
        storage::AcceptedRevocation accepted{.key = {address, ""},
                                             .der = list.der(),
                                             .sha256 = Bytes(digest.begin(), digest.end()),
                                             .number = list.number(),
                                             .this_update = list.this_update(),
                                             .next_update = list.next_update()};
        EXPECT_TRUE(sure(house_->store().write_now([&](storage::Transaction& transaction) {
            return storage::put_revocation_data(transaction, accepted, at);
        })));
    }

    test::ScratchHouse house_;
    std::string said_;
};

TEST_F(RevocationCommands, status_says_what_is_held_about_each_certificate) {
    EXPECT_EQ(run(RevocationAction::status), exit_failed);
    EXPECT_THAT(said_, HasSubstr("seal:demo_certificate_seal: 演示专用章 central"));
    EXPECT_THAT(said_, HasSubstr("nothing fetched"));
    EXPECT_THAT(said_, HasSubstr("last good answer never"));
    hold(1h);
    EXPECT_EQ(run(RevocationAction::status), exit_ok) << said_;
    EXPECT_THAT(said_, HasSubstr("  good; 36"));
    EXPECT_THAT(said_, HasSubstr(address));
    EXPECT_THAT(said_, HasSubstr("no address")) << "nothing speaks of the issuing authority";
    EXPECT_EQ(run(RevocationAction::status, false, true), exit_ok);
    EXPECT_THAT(said_, HasSubstr("\"state\":\"good\""));
}

TEST_F(RevocationCommands, status_fails_where_data_is_stale_or_a_certificate_revoked) {
    hold(25h);
    EXPECT_EQ(run(RevocationAction::status), exit_failed);
    EXPECT_THAT(said_, HasSubstr("  stale; 90"));
    hold(1h, true);
    EXPECT_EQ(run(RevocationAction::status), exit_failed);
    EXPECT_THAT(said_, HasSubstr("  revoked "));
}

TEST_F(RevocationCommands, fetch_writes_nothing_unless_told_to_and_then_an_audit_event) {
    hold(1h);
    EXPECT_EQ(run(RevocationAction::fetch), exit_failed);
    EXPECT_THAT(said_, HasSubstr("refused  http://127.0.0.1:1/issuing.crl: unavailable"));
    EXPECT_THAT(said_, HasSubstr("Nothing was changed"));
    EXPECT_EQ(house_->one("SELECT failures FROM revocation_data"), 0);
    EXPECT_EQ(run(RevocationAction::fetch, true), exit_failed);
    EXPECT_THAT(said_, Not(HasSubstr("Nothing was changed")));
    EXPECT_EQ(house_->one("SELECT failures FROM revocation_data"), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE object = $1",
                          std::string("revocation:") + address),
              1);
    EXPECT_EQ(run(RevocationAction::status), exit_ok) << "the data held stays";
    EXPECT_THAT(said_, HasSubstr("1 failures since, last unavailable"));
}

TEST_F(RevocationCommands, without_an_address_there_is_nothing_to_do) {
    configure("");
    EXPECT_EQ(run(RevocationAction::status), exit_failed);
    EXPECT_THAT(said_, HasSubstr("no address is configured"));
}

}  // namespace
}  // namespace yinxin::cli
