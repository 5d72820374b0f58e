// SPDX-License-Identifier: Apache-2.0
// `yinxin verify` as people and scripts run it: the built program, on files fresh from a press.
#include "support/ofd/fresh_ofd.hpp"
#include "support/programs.hpp"
#include "support/small_house.hpp"
#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/config/settings.hpp"

#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

class VerifyCommand : public testing::Test {
  protected:
    void SetUp() override {
        held_ = house_->add_holder();
        const CopyId copy = house_->endorse(held_, {.recipient = "演示建设集团"});
        const auto sha256 =
            house_->one<Bytes>("SELECT sha256 FROM copy_file WHERE holder_id = $1 AND copy_id = $2",
                               held_.holder,
                               copy);
        crypto::Digest32 name{};
        std::ranges::copy(sha256, name.begin());
        file_ = test::sure(house_->blobs().get(name));
        write("fresh.pdf", file_);
        test::sure(write_file_durably(path("yinxin.toml"), as_bytes(config::describe())));
    }
    std::filesystem::path path(std::string_view name) { return house_->directory / name; }
    void write(std::string_view name, BytesView content) {
        test::sure(write_file_durably(path(name), content));
    }
    /// The house's own time: its copies are not born yet by the wall clock, or long over.
    test::Said verify(const std::string& arguments, const std::string& environment = "LANG=C") {
        return test::run_program("cd " + house_->directory.string() + " && " + environment +
                                 " " YX_PROGRAM " verify --at " +
                                 format_civil(house_->clock.now()) + " " + arguments + " 2>&1");
    }
    std::string register_arguments() { return "--data " + house_->directory.string(); }

    /// What a scanner reads from the second code of the page.
    std::string offline_code() {
        const auto said = test::run_program("cd " + house_->directory.string() +
                                            " && pdftoppm -r 200 -gray -singlefile fresh.pdf page"
                                            " && zbarimg -q --raw page.pgm 2>/dev/null");
        const std::size_t from = said.output.find("YX1:");
        EXPECT_NE(from, std::string::npos) << said.output;
        return said.output.substr(from, said.output.find('\n', from) - from);
    }
    test::Said verify_code(const std::string& code, const std::string& arguments) {
        return verify(arguments + " --qr '" + code + "'");
    }

    test::ScratchHouse house_{test::Timestamps::on};
    test::Held held_;
    Bytes file_;
};

TEST_F(VerifyCommand, a_fresh_copy_is_valid_by_the_register) {
    const auto said = verify(register_arguments() + " fresh.pdf");
    EXPECT_EQ(said.status, 0) << said.output;
    EXPECT_TRUE(said.output.starts_with("VALID  fresh.pdf")) << said.output;
}

TEST_F(VerifyCommand, json_has_one_object_a_line_and_every_promised_field) {
    write("edited.pdf", [&] {
        Bytes edited = file_;
        edited[edited.size() / 2] ^= 1;
        return edited;
    }());
    const auto said = verify(register_arguments() + " --json fresh.pdf edited.pdf");
    EXPECT_EQ(said.status, 1) << said.output;
    EXPECT_EQ(std::ranges::count(said.output, '\n'), 2);
    const std::string first = said.output.substr(0, said.output.find('\n'));
    const std::string second = said.output.substr(first.size() + 1);
    for (const char* field : {"\"verdict\":\"VALID\"",
                              "\"integrity\":\"full\"",
                              "\"findings\":[{\"check\":",
                              "\"level\":",
                              "\"code\":",
                              "\"message\":",
                              "\"clause\":",
                              "\"signer\":{",
                              "\"signed_at\":\"",
                              "\"certificate\":{",
                              "\"endorsement\":{"}) {
        EXPECT_NE(first.find(field), std::string::npos) << field << "\n" << first;
    }
    EXPECT_NE(second.find("\"verdict\":\"ALTERED\""), std::string::npos) << second;
    EXPECT_NE(second.find("\"integrity\":\"broken\""), std::string::npos) << second;
}

TEST_F(VerifyCommand, without_a_register_a_file_is_judged_by_what_is_trusted) {
    const std::string root = path("keys/root.crt").string();
    EXPECT_EQ(verify("--no-register --trust " + root + " fresh.pdf").status, 0);
    const auto unknown = verify("--no-register fresh.pdf");
    EXPECT_EQ(unknown.status, 1);
    EXPECT_TRUE(unknown.output.starts_with("UNTRUSTED")) << unknown.output;
    const auto pinned = verify("--no-register --trust " + root + " --signer " +
                               path("keys/timestamp.crt").string() + " fresh.pdf");
    EXPECT_TRUE(pinned.output.starts_with("UNTRUSTED")) << pinned.output;
}

TEST_F(VerifyCommand, a_sealed_ofd_is_judged_like_a_pdf) {
    ofd::FreshOfd ofd;
    const std::string file = ofd.pack(ofd.fresh());
    write("copy.ofd", as_bytes(file));
    write("added.ofd", as_bytes(file + "more"));
    write("maker.crt", as_bytes(ofd.root().certificate.pem()));
    const auto said =
        test::run_program("cd " + house_->directory.string() +
                          " && " YX_PROGRAM " verify --json --no-register --at " +
                          format_civil(ofd.now()) + " --trust maker.crt copy.ofd added.ofd 2>&1");
    EXPECT_EQ(said.status, 1) << said.output;
    const std::string first = said.output.substr(0, said.output.find('\n'));
    for (const char* words : {R"("verdict":"VALID")",
                              R"("format":"ofd")",
                              R"("integrity":"full")",
                              "演示20260001",
                              "演示省人力资源演示厅",
                              "演示建设集团"}) {
        EXPECT_NE(first.find(words), std::string::npos) << words << first;
    }
    EXPECT_NE(said.output.find(R"("code":"ofd.zip.trailing")"), std::string::npos) << said.output;
}

TEST_F(VerifyCommand, the_recipient_is_reported) {
    const auto same = verify(register_arguments() + " --json --recipient 演示建设集团 fresh.pdf");
    EXPECT_NE(same.output.find("recipient.same"), std::string::npos) << same.output;
    const auto other = verify(register_arguments() + " --json --recipient 别的演示单位 fresh.pdf");
    EXPECT_NE(other.output.find("recipient.other"), std::string::npos) << other.output;
}

TEST_F(VerifyCommand, a_withdrawn_certificate_is_revoked_at_once) {
    house_->set_status(held_, domain::CertificateStatus::revoked);
    const auto said = verify(register_arguments() + " fresh.pdf");
    EXPECT_EQ(said.status, 1);
    EXPECT_TRUE(said.output.starts_with("REVOKED")) << said.output;
}

TEST_F(VerifyCommand, the_printed_offline_code_is_verified_without_a_register) {
    const std::string code = offline_code();
    const std::string signer = "--signer " + path("keys/offline.crt").string();
    const auto said = verify_code(code, signer + " --json");
    EXPECT_EQ(said.status, 0) << said.output;
    for (const char* words : {R"("verdict":"VALID")",
                              "offline.status_not_asked",
                              "演示建设集团",
                              "本人调用",
                              "2027-02-21T00:00:00+08:00"}) {
        EXPECT_NE(said.output.find(words), std::string::npos) << words << said.output;
    }
    EXPECT_EQ(verify_code(code, register_arguments()).status, 0);
    const auto other = verify_code(code, "--signer " + path("keys/receipts.crt").string());
    EXPECT_EQ(other.status, 1);
    EXPECT_TRUE(other.output.starts_with("UNTRUSTED")) << other.output;
}

TEST_F(VerifyCommand, a_changed_offline_code_is_not_valid_and_an_old_one_is_expired) {
    std::string code = offline_code();
    const std::string signer = "--signer " + path("keys/offline.crt").string();
    house_->clock.set(house_->clock.now() + std::chrono::days(100));
    const auto late = verify_code(code, signer);
    EXPECT_TRUE(late.output.starts_with("EXPIRED")) << late.output;
    code[code.size() / 2] = code[code.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_EQ(verify_code(code, signer).status, 1);
    EXPECT_EQ(verify_code("YX1:", signer).status, 1);
    EXPECT_EQ(verify_code(code, "").status, 2);
}

TEST_F(VerifyCommand, no_register_named_a_missing_file_and_wrong_usage_are_2) {
    EXPECT_EQ(verify("fresh.pdf").status, 2);
    EXPECT_EQ(verify(register_arguments() + " nowhere.pdf").status, 2);
    EXPECT_EQ(verify(register_arguments() + " --at yesterday fresh.pdf").status, 2);
    EXPECT_EQ(verify(register_arguments()).status, 2);
}

TEST_F(VerifyCommand, a_day_means_its_end_as_on_the_page) {
    const CivilDay born = civil_day(house_->clock.now());
    const auto on = [&](CivilDay day) {
        return test::run_program("cd " + house_->directory.string() +
                                 " && LANG=C " YX_PROGRAM " verify --at " + format_day(day) + " " +
                                 register_arguments() + " --json fresh.pdf 2>&1")
            .output;
    };
    EXPECT_NE(on(born).find(R"("verdict":"VALID")"), std::string::npos) << on(born);
    EXPECT_NE(on(born).find("T23:59:59+08:00\",\"register_asked"), std::string::npos) << on(born);
    EXPECT_NE(on(born - Days(1)).find("endorsement.not_yet"), std::string::npos);
}

TEST_F(VerifyCommand, alone_it_does_not_say_that_the_certificate_is_current) {
    const auto said =
        verify("--no-register --trust " + path("keys/root.crt").string() + " --json fresh.pdf");
    EXPECT_NE(said.output.find(R"("code":"verdict.valid_alone")"), std::string::npos);
    EXPECT_NE(said.output.find(R"("currency":"unknown")"), std::string::npos) << said.output;
    EXPECT_EQ(said.output.find("Genuine and current"), std::string::npos) << said.output;
}

TEST_F(VerifyCommand, a_huge_file_costs_no_more_memory_than_a_large_one_and_a_pipe_no_time) {
    write("huge.pdf", as_bytes("%PDF-1.7"));
    std::filesystem::resize_file(path("huge.pdf"), std::uintmax_t{3} << 30);
    // Three gigabytes do not fit into what this program may have.
    const auto said =
        test::run_program("cd " + house_->directory.string() +
                          " && bash -c 'ulimit -v 2000000; LANG=C " YX_PROGRAM " verify " +
                          register_arguments() + " --json huge.pdf fresh.pdf' 2>&1");
    EXPECT_NE(said.output.find("file.too_large"), std::string::npos) << said.output;
    EXPECT_NE(said.output.find(R"("sha256":null)"), std::string::npos) << said.output;
    const auto pipe =
        verify(register_arguments() + " pipe fresh.pdf", "mkfifo pipe; LANG=C timeout 20");
    EXPECT_EQ(pipe.status, 2) << pipe.output;
    EXPECT_NE(pipe.output.find("pipe is no regular file"), std::string::npos) << pipe.output;
    EXPECT_NE(pipe.output.find("VALID  fresh.pdf"), std::string::npos) << pipe.output;
}

TEST_F(VerifyCommand, it_works_in_a_namespace_without_network_and_without_nobody) {
    if (test::run_program("unshare -rn true").status != 0) GTEST_SKIP() << "no namespaces here";
    const auto said = verify(register_arguments() + " fresh.pdf", "LANG=C unshare -rn");
    EXPECT_TRUE(said.output.starts_with("VALID  fresh.pdf")) << said.output;
}

TEST_F(VerifyCommand, people_read_it_in_the_language_of_their_terminal) {
    const auto chinese = verify(register_arguments() + " fresh.pdf", "LANG=zh_CN.UTF-8");
    EXPECT_NE(chinese.output.find("与登记一致，现在有效"), std::string::npos) << chinese.output;
    EXPECT_EQ(chinese.output.find('\x1b'), std::string::npos);
}

TEST_F(VerifyCommand, a_bomb_costs_its_own_answer_and_not_the_next) {
    std::string deep = "%PDF-1.7\n1 0 obj\n" + std::string(3'000'000, '[') + "\nendobj\n%%EOF\n";
    write("bomb.pdf", as_bytes(deep));
    const auto said = verify(register_arguments() + " bomb.pdf fresh.pdf");
    EXPECT_EQ(said.status, 1);
    EXPECT_NE(said.output.find("REJECTED  bomb.pdf"), std::string::npos) << said.output;
    EXPECT_NE(said.output.find("VALID  fresh.pdf"), std::string::npos) << said.output;
}

}  // namespace
}  // namespace yinxin::cli
