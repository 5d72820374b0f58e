// SPDX-License-Identifier: Apache-2.0
// The files of the tests are what other people's programs take for sealed OFDs, so that what is
// VALID here is no private dialect.
#include "support/ofd/fresh_ofd.hpp"
#include "support/programs.hpp"
#include "test_places.hpp"

#include <gtest/gtest.h>

namespace yinxin::ofd {
namespace {

class OfdStrangers : public testing::Test {
  protected:
    [[nodiscard]] std::string put(std::string_view name, std::string_view content) const {
        return directory_.write(name, content).string();
    }
    static void expect_good(const std::string& program, const std::string& command) {
        if (!test::is_installed(program)) GTEST_SKIP() << program << " is not installed";
        const test::Said said = test::run_program(command);
        EXPECT_EQ(said.status, 0) << said.output;
    }

    FreshOfd ofd_;
    test::ScratchDirectory directory_;
};

TEST_F(OfdStrangers, unzip_finds_no_fault_in_the_archive) {
    expect_good("unzip", "unzip -tq " + put("copy.ofd", ofd_.pack(ofd_.fresh())));
}

TEST_F(OfdStrangers, unzip_reads_what_streaming_writers_leave) {
    ZipFile file = zip_of(ofd_.seal(ofd_.fresh()));
    for (ZipItem& item : file.items) {
        item = streamed(item, true);
    }
    expect_good("unzip", "unzip -tq " + put("streamed.ofd", file.write()));
}

TEST_F(OfdStrangers, xmllint_reads_every_xml) {
    std::string files;
    for (const auto& [name, content] : ofd_.seal(ofd_.fresh())) {
        const std::string flat = name.substr(name.rfind('/') + 1);
        if (name.ends_with(".xml")) files += " " + put(flat, content);
    }
    expect_good("xmllint", "xmllint --noout --nonet" + files);
}

TEST_F(OfdStrangers, bouncycastle_verifies_seal_signature_and_coverage) {
    const std::string root = put("root.crt", ofd_.root().certificate.pem());
    const std::string command = YX_SOURCE_DIR "/tests/tools/java.sh OfdSeals " + root + " ";
    const test::Said said = test::run_program(command + put("copy.ofd", ofd_.pack(ofd_.fresh())));
    if (said.status == 77) GTEST_SKIP() << said.output;
    EXPECT_EQ(said.status, 0) << said.output;
    // A program that finds no fault must be able to find one.
    Sealing open = ofd_.fresh();
    open.unlisted = {"OFD.xml"};
    EXPECT_EQ(test::run_program(command + put("open.ofd", ofd_.pack(open))).status, 1);
}

}  // namespace
}  // namespace yinxin::ofd
