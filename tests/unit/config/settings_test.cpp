// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/settings.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/config/keys.hpp"

#include <algorithm>
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::config {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// A directory of the test's own, removed with it.
class Scratch {
  public:
    Scratch() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "yx-config-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~Scratch() { std::filesystem::remove_all(path_); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

TEST(Settings, an_empty_file_gives_the_defaults) {
    const auto settings = parse_settings("");
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->listen.port, 8080);
    EXPECT_EQ(settings->session.idle, 30min);
    EXPECT_EQ(settings->limits.upload, 10ULL * 1024 * 1024);
}

TEST(Settings, reads_every_kind_of_value) {
    const auto settings = parse_settings(R"(
public_url = "https://verify.example.cn"
[listen]
address = "::"
port = 443
[proxies]
trusted = ["10.0.0.0/8", "::1"]
[session]
idle = "10m"
[limits]
upload = "20MiB"
[timestamp]
url = "https://tsa.example.cn/"
certificates = "/etc/yinxin/tsa.pem"
[log]
level = "debug"
)");
    ASSERT_TRUE(settings) << settings.error().describe();
    EXPECT_TRUE(settings->is_public_url_secure());
    EXPECT_EQ(settings->listen.url("https"), "https://[::]:443");
    EXPECT_EQ(settings->trusted_proxies, (std::vector<std::string>{"10.0.0.0/8", "::1"}));
    EXPECT_EQ(settings->session.idle, 10min);
    EXPECT_EQ(settings->limits.upload, 20ULL << 20);
    EXPECT_EQ(settings->log_level, log::Level::debug);
    EXPECT_TRUE(settings->timestamp.is_remote());
    EXPECT_EQ(settings->timestamp.certificates, "/etc/yinxin/tsa.pem");
}

TEST(Settings, an_unknown_key_is_refused_with_its_name_and_line) {
    const auto settings = parse_settings("[listen]\nport = 1\nprot = 2\n");
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().code(), ErrorCode::config_invalid);
    EXPECT_EQ(settings.error().params().at("key"), "listen.prot");
    EXPECT_EQ(settings.error().params().at("line"), "3");
    EXPECT_THAT(settings.error().detail(), HasSubstr("unknown key: 'listen.prot' (line 3)"));
    EXPECT_FALSE(parse_settings("[lissten]\nport = 1\n"));
}

TEST(Settings, wrong_values_are_refused) {
    for (const char* text : {
             "threads = \"two\"",
             "[session]\nidle = 900",
             "[session]\nidle = \"900\"",
             "[session]\nidle = \"15 m\"",
             "[session]\nidle = \"0s\"",
             "[session]\nidle = \"13h\"",
             "[session]\nidle = \"99999999999999999999d\"",
             "[limits]\nbody = \"64KB\"",
             "[limits]\nbody = \"9999999GiB\"",
             "[listen]\nport = 70000",
             "[listen]\nport = -1",
             "listen = 8080",
             "[proxies]\ntrusted = \"10.0.0.1\"",
             "[proxies]\ntrusted = [1]",
             "[proxies]\ntrusted = [\"proxy.example\"]",
             "[tls]\ncertificate = \"a.pem\"",
             "public_url = \"verify.example.cn\"",
             "public_url = \"https://verify.example.cn/path\"",
             "[database]\nkind = \"oracle\"",
             "[signing]\nkeys = \"somewhere\"",
             "[timestamp]\nurl = \"ftp://a\"",
             "[timestamp]\nurl = \"https://a\"",  // and who vouches for it?
             "[timestamp]\nofd_url = \"https://a\"\nofd_certificates = \"a.pem\"",  // no first one
             "[timestamp]\nurl = \"https://a\"\ncertificates = \"a.pem\"\nofd_url = \"https://b\"",
             "[timestamp]\nofd_url = \"demo\"",
             "[log]\nlevel = \"loud\"",
             "[identity_proof]\nurl = \"http://identity.example/ask\"",
             "[identity_proof]\nurl = \"http://127.0.0.1.example/ask\"",
             "[identity_proof]\nurl = \"https://identity.example/ask\"",     // signed with what?
             "[identity_proof]\nurl = \"https://a\"\nkey_file = \"a.key\"",  // called what?
             "a = = 1",
             "data_dir = 1979-05-27",
         }) {
        EXPECT_FALSE(parse_settings(text)) << text;
    }
}

TEST(Settings, an_identity_service_leads_to_its_own_pages) {
    const auto settings = parse_settings(
        "[identity_proof]\nurl = \"http://127.0.0.1:8090/ask\"\nname = \"演示\"\n"
        "key_file = \"identity.key\"\npages = \"https://identity.example\"");
    ASSERT_TRUE(settings) << settings.error().describe();
    const IdentityService& service = settings->identity_proof;
    EXPECT_TRUE(service.is_on());
    EXPECT_TRUE(service.may_lead_to("https://identity.example/face"));
    EXPECT_FALSE(service.may_lead_to("https://identity.example.net/face"));
    EXPECT_FALSE(service.may_lead_to("http://127.0.0.1:8090/face"));
    EXPECT_FALSE(service.may_lead_to(""));
}

TEST(Settings, the_described_file_is_the_defaults_themselves) {
    const std::string example = describe();
    const auto settings = parse_settings(example);
    ASSERT_TRUE(settings) << settings.error().describe() << '\n' << example;
    const Settings defaults;
    for (const Key& key : keys())
        EXPECT_EQ(key.show(*settings), key.show(defaults)) << key.path;
    EXPECT_THAT(example, HasSubstr("\n[session]\n"));
}

TEST(Settings, paths_are_relative_to_the_file) {
    const Scratch scratch;
    const auto file = scratch.path() / "yinxin.toml";
    ASSERT_TRUE(write_file_durably(file,
                                   as_bytes("data_dir = \"data\"\n"
                                            "[timestamp]\ncertificates = \"tsa.pem\"\n"
                                            "[signing]\nsocket = \"signer/socket\"\n")));
    const auto settings = load_settings(file);
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->timestamp.certificates, scratch.path() / "tsa.pem");
    EXPECT_EQ(settings->signing.socket, scratch.path() / "signer/socket");
    EXPECT_EQ(settings->data_dir, scratch.path() / "data");
    EXPECT_EQ(load_settings(scratch.path() / "none").error().code(), ErrorCode::file_missing);
}

TEST(Settings, the_signers_own_role_needs_a_database_with_roles) {
    const std::string role =
        "[signing]\ndatabase_url = \"postgresql://yinxin_signer@db.example/yinxin\"\n"
        "database_password_file = \"signer-password\"\n";
    const std::string server =
        "[database]\nkind = \"postgresql\"\nurl = \"postgresql://yinxin@db.example/yinxin\"\n";
    const auto embedded = parse_settings(role);
    ASSERT_FALSE(embedded);
    EXPECT_EQ(embedded.error().code(), ErrorCode::config_invalid);
    const auto settings = parse_settings(server + role);
    ASSERT_TRUE(settings) << settings.error().describe();
    EXPECT_EQ(settings->signing.database_url, "postgresql://yinxin_signer@db.example/yinxin");
    EXPECT_FALSE(
        parse_settings(server + "[signing]\ndatabase_url = \"postgresql://a:secret@db/yinxin\"\n"));
    EXPECT_FALSE(parse_settings(server + "[signing]\ndatabase_password_file = \"alone\"\n"));
}

TEST(Settings, only_of_several_nodes_one_does_a_part) {
    const std::string server =
        "[database]\nkind = \"postgresql\"\nurl = \"postgresql://yinxin@db.example/yinxin\"\n";
    EXPECT_TRUE(Settings().works() && Settings().opens_doors());
    const auto web = parse_settings("duty = \"web\"\n" + server);
    ASSERT_TRUE(web) << web.error().describe();
    EXPECT_TRUE(web->opens_doors());
    EXPECT_FALSE(web->works());
    const auto work = parse_settings("duty = \"work\"\n" + server);
    ASSERT_TRUE(work) << work.error().describe();
    EXPECT_FALSE(work->opens_doors());
    EXPECT_TRUE(work->works());
    EXPECT_FALSE(parse_settings("duty = \"web\"\n"));
    EXPECT_FALSE(parse_settings("duty = \"rest\"\n" + server));
}

TEST(Settings, only_the_marker_makes_a_demonstration) {
    const Scratch scratch;
    EXPECT_FALSE(is_demonstration(scratch.path()));
    ASSERT_TRUE(write_file_durably(scratch.path() / demonstration_marker, as_bytes("x")));
    EXPECT_TRUE(is_demonstration(scratch.path()));
}

std::vector<std::string> keys_found(const Settings& settings, Kind kind) {
    std::vector<std::string> found;
    for (const Finding& finding : production_findings(settings, kind))
        found.push_back(finding.key);
    return found;
}

TEST(Settings, production_names_everything_that_is_still_demonstration) {
    Settings settings;
    settings.timestamp.url = "demo";
    settings.listen.address = "0.0.0.0";
    settings.metrics.address = "0.0.0.0";
    EXPECT_THAT(keys_found(settings, Kind::demonstration),
                testing::ElementsAre("data_dir",
                                     "public_url",
                                     "public_url",
                                     "tls",
                                     "listen.address",
                                     "metrics.address",
                                     "timestamp.url",
                                     "message.gateway",
                                     "message.gateway"));
}

TEST(Settings, production_is_content_with_a_secure_service) {
    Settings settings;
    settings.public_url = "https://verify.example.cn";
    settings.listen.address = "0.0.0.0";
    settings.tls = {"/etc/yinxin/tls.pem", "/etc/yinxin/tls.key"};
    settings.messages.gateways.push_back({"carrier", "https://sms.example/send"});
    settings.messages.gateways.push_back(
        {"post", "https://mail.example/send", domain::MessageChannel::mail});
    EXPECT_THAT(keys_found(settings, Kind::production), testing::IsEmpty());
}

}  // namespace
}  // namespace yinxin::config
