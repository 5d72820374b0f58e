// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/command.hpp"

#include "support/test_suite.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo.hpp"
#include "yinxin/cli/public_host.hpp"
#include "yinxin/cli/settings_choice.hpp"
#include "yinxin/crypto/x509.hpp"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const Instant now = start_of(make_day(2026, 11, 23)) + std::chrono::hours(11);

class Command : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "yx-command-XXXXXX").string();
        scratch_ = ::mkdtemp(pattern.data());
    }
    void TearDown() override { fs::remove_all(scratch_); }

    int run(std::vector<std::string> arguments) {
        std::vector<const char*> argv{"yinxin"};
        for (const std::string& argument : arguments)
            argv.push_back(argument.c_str());
        const Commands commands{[this](const ServeOptions& options) {
                                    served_ = options;
                                    return 40;
                                },
                                [this](const BenchOptions& options) {
                                    benched_ = options;
                                    return 41;
                                }};
        return cli::run(static_cast<int>(argv.size()), argv.data(), commands);
    }
    std::string place(const char* name) const { return (scratch_ / name).string(); }
    /// A production directory that is fit to serve.
    void make_production(const char* name) {
        config::Settings settings;
        settings.public_url = "https://certificates.example";
        settings.trusted_proxies = {"10.0.0.1"};
        ASSERT_TRUE(create_data_directory(place(name), settings, test::suite(), now));
    }
    DemoPlan demo_plan(const char* name) const {
        DemoPlan plan;
        plan.directory = place(name);
        plan.size = DemoSize::small;
        plan.now = now;
        plan.password_cost = {8 * 1024, 1};
        return plan;
    }

    fs::path scratch_;
    ServeOptions served_;
    BenchOptions benched_;
};

TEST_F(Command, init_makes_an_empty_installation_that_is_no_demonstration) {
    EXPECT_EQ(run({"init", "--data", place("p")}), exit_ok);
    EXPECT_FALSE(config::is_demonstration(place("p")));
    EXPECT_EQ(fs::status(place("p")).permissions(), fs::perms::owner_all);
    EXPECT_FALSE(fs::exists(scratch_ / "p" / demo_accounts_file));
    const auto settings = load_directory_settings(place("p"));
    ASSERT_TRUE(settings) << settings.error().describe();
    EXPECT_TRUE(fs::equivalent(settings->data_dir, place("p")));
    EXPECT_TRUE(DataDirectory::open(place("p")));
    EXPECT_EQ(run({"migrate", "--data", place("p")}), exit_ok);
    EXPECT_EQ(run({"fsck", "--data", place("p")}), exit_ok);
}

TEST_F(Command, init_touches_nothing_that_is_there) {
    fs::create_directories(scratch_ / "p");
    ASSERT_TRUE(write_file_durably(scratch_ / "p" / "mine", as_bytes("kept")));
    EXPECT_EQ(run({"init", "--data", place("p")}), exit_failed);
    EXPECT_EQ(*read_text_file(scratch_ / "p" / "mine"), "kept");
    EXPECT_FALSE(fs::exists(scratch_ / "p" / settings_file));
}

TEST_F(Command, misuse_is_told_from_failure_by_the_exit_code) {
    EXPECT_EQ(run({}), exit_usage);
    EXPECT_EQ(run({"dance"}), exit_usage);
    EXPECT_EQ(run({"init"}), exit_usage);
    EXPECT_EQ(run({"bench", "everything"}), exit_usage);
    EXPECT_EQ(run({"--help"}), exit_ok);
    EXPECT_EQ(run({"config", "example"}), exit_ok);
    EXPECT_EQ(run({"config", "check", "--data", place("nowhere")}), exit_failed);
    EXPECT_EQ(run({"migrate", "--data", place("nowhere")}), exit_failed);
}

TEST_F(Command, config_check_for_production_fails_while_something_is_unsafe) {
    ASSERT_EQ(run({"init", "--data", place("p")}), exit_ok);
    EXPECT_EQ(run({"config", "check", "--data", place("p")}), exit_ok);
    EXPECT_EQ(run({"config", "check", "--production", "--data", place("p")}), exit_failed);
    make_production("good");
    EXPECT_EQ(run({"config", "check", "--production", "--data", place("good")}), exit_failed)
        << "nothing is issued there yet";
    const fs::path text = scratch_ / "catalogue.toml";
    ASSERT_TRUE(write_file_durably(text, as_bytes("format = 1\n")));
    ASSERT_EQ(run({"catalogue", "enter", "--data", place("good"), text.string(), "--apply"}),
              exit_ok);
    EXPECT_EQ(run({"config", "check", "--production", "--data", place("good")}), exit_ok);
}

TEST_F(Command, serve_refuses_a_production_directory_that_is_unsafe) {
    ASSERT_EQ(run({"init", "--data", place("p")}), exit_ok);
    EXPECT_EQ(run({"serve", "--data", place("p")}), exit_failed);
    const auto chosen = choose_settings({place("p"), "", "", ""}, now);
    ASSERT_FALSE(chosen);
    EXPECT_THAT(chosen.error().detail(), HasSubstr("public_url"));
}

TEST_F(Command, serve_hands_over_settings_with_the_command_lines_changes) {
    make_production("p");
    EXPECT_EQ(run({"serve",
                   "--data",
                   place("p"),
                   "--listen",
                   "127.0.0.1:9000",
                   "--metrics",
                   "[::1]:9001",
                   "--public-url",
                   "https://other.example/"}),
              40);
    EXPECT_EQ(served_.kind, config::Kind::production);
    EXPECT_EQ(served_.settings.listen.port, 9000);
    EXPECT_EQ(served_.settings.metrics.address, "::1");
    EXPECT_EQ(served_.settings.metrics.port, 9001);
    EXPECT_EQ(served_.settings.public_url, "https://other.example");
    EXPECT_TRUE(served_.accounts.empty());
    EXPECT_EQ(run({"serve", "--data", place("p"), "--listen", "9000"}), exit_failed);
    EXPECT_EQ(run({"serve", "--data", place("p"), "--public-url", "ftp://x"}), exit_failed);
}

TEST_F(Command, bench_hands_over_what_to_measure) {
    EXPECT_EQ(run({"bench", "endorse", "--json", "--seconds", "3"}), 41);
    EXPECT_EQ(benched_.name, "endorse");
    EXPECT_TRUE(benched_.is_json);
    EXPECT_EQ(benched_.length, std::chrono::seconds(3));
}

TEST_F(Command, bench_hands_over_what_a_storm_is_to_be) {
    EXPECT_EQ(run({"bench",        "storm",  "--url",     "http://a,http://b",
                   "--accounts",   "file",   "--users",   "7",
                   "--duration",   "90",     "--think",   "50",
                   "--patience",   "20",     "--journal", place("j"),
                   "--thresholds", "t.toml", "--report",  "r.html"}),
              41);
    EXPECT_EQ(benched_.name, "storm");
    EXPECT_EQ(benched_.load.urls, "http://a,http://b");
    EXPECT_EQ(benched_.load.users, 7U);
    EXPECT_EQ(benched_.load.duration, std::chrono::seconds(90));
    EXPECT_EQ(benched_.load.think, std::chrono::milliseconds(50));
    EXPECT_EQ(benched_.load.patience, std::chrono::seconds(20));
    EXPECT_EQ(benched_.load.journal, place("j"));
    EXPECT_EQ(run({"bench", "storm", "--users", "0"}), exit_usage);
    EXPECT_EQ(run({"bench", "storm", "--rate", "-1"}), exit_usage);
}

TEST_F(Command, a_demonstration_under_https_is_certified_for_the_host_people_type) {
    ASSERT_TRUE(make_demo(demo_plan("demo")));
    EXPECT_EQ(run({"serve", "--data", place("demo")}), 40);
    EXPECT_EQ(served_.kind, config::Kind::demonstration);
    EXPECT_EQ(served_.accounts.size(), 13U);
    EXPECT_FALSE(served_.settings.tls.is_on());
    EXPECT_EQ(served_.settings.listen.address, "127.0.0.1");
    EXPECT_EQ(run({"serve", "--data", place("demo"), "--public-url", "https://192.168.1.20:8443"}),
              40);
    EXPECT_TRUE(served_.settings.tls.is_on());
    EXPECT_EQ(served_.settings.listen.address, "0.0.0.0");
    EXPECT_EQ(served_.settings.listen.port, 8443);
    const auto certificate = read_text_file(served_.settings.tls.certificate);
    ASSERT_TRUE(certificate);
    const auto leaf = crypto::Certificate::parse_pem(*certificate);
    ASSERT_TRUE(leaf);
    // iPAddress (context tag 7) 192.168.1.20 among the subject's alternative names.
    EXPECT_THAT(std::string(as_text(leaf->der())), HasSubstr("\x87\x04\xC0\xA8\x01\x14"));
}

TEST_F(Command, a_demonstration_that_was_stopped_half_way_is_made_anew) {
    fs::create_directories(scratch_ / "demo.unfinished");
    ASSERT_TRUE(write_file_durably(scratch_ / "demo.unfinished" / config::demonstration_marker,
                                   as_bytes("half")));
    EXPECT_TRUE(make_demo(demo_plan("demo")));
    EXPECT_FALSE(fs::exists(scratch_ / "demo.unfinished"));
    EXPECT_TRUE(config::is_demonstration(place("demo")));
}

TEST(PublicHost, is_reached_over_its_own_protocol) {
    EXPECT_EQ(every_address_for("https://192.168.1.20:8443"), "0.0.0.0");
    EXPECT_EQ(every_address_for("https://yinxin.example:8443"), "0.0.0.0");
    EXPECT_EQ(every_address_for("https://[2001:db8::1]:8443"), "::");
}

TEST(PublicHost, is_read_from_a_url) {
    EXPECT_EQ(host_of("https://192.168.1.20:8443"), "192.168.1.20");
    EXPECT_EQ(host_of("http://[::1]:8080"), "::1");
    EXPECT_EQ(host_of("nonsense"), "");
    EXPECT_EQ(port_of("https://a.example"), 443);
    EXPECT_EQ(port_of("http://[::1]"), 80);
    EXPECT_EQ(port_of("http://a.example:99999"), 0);
    EXPECT_EQ(*parse_public_url(" https://a.example// "), "https://a.example");
    EXPECT_FALSE(parse_public_url("https://a.example/path"));
    EXPECT_FALSE(parse_public_url("https://:8080"));
}

}  // namespace
}  // namespace yinxin::cli
