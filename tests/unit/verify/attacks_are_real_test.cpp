// SPDX-License-Identifier: Apache-2.0
// The hostile files are hostile: other people's programs open them without a word, and call the
// signature valid.
#include "support/attacks/attack.hpp"
#include "support/attacks/families.hpp"
#include "support/programs.hpp"

#include "yinxin/base/files.hpp"

#include <gtest/gtest.h>

namespace yinxin::attacks {
namespace {

test::Said ask(const std::string& command, FreshCopy& copy, const std::string& file) {
    const auto path = copy.house().directory / "attack.pdf";
    test::sure(write_file_durably(path, as_bytes(file), FileMode::owner_only));
    return test::run_program(command + " " + path.string());
}

TEST(RealAttacks, pdfsig_calls_a_signature_valid_where_an_attack_is_known_to_fool_it) {
    if (!test::is_installed("pdfsig")) GTEST_SKIP() << "pdfsig is not installed";
    FreshCopy copy(crypto::KeyKind::p256);
    int fooled = 0;
    for (const Family& family : families()) {
        for (const Attack& attack : family.make(copy)) {
            if (!attack.fools_pdfsig) continue;
            const auto said = ask("pdfsig -nocert", copy, attack.file);
            EXPECT_TRUE(said.output.contains("Signature is Valid."))
                << family.name << "." << attack.name << "\n"
                << said.output;
            ++fooled;
        }
    }
    EXPECT_GT(fooled, 40);
}

TEST(RealAttacks, qpdf_finds_no_fault_in_shadow_documents_and_changed_certified_files) {
    if (!test::is_installed("qpdf")) GTEST_SKIP() << "qpdf is not installed";
    FreshCopy copy(crypto::KeyKind::p256);
    for (const auto make : {&shadow_documents, &certified_file_changes}) {
        for (const Attack& attack : make(copy)) {
            const auto said = ask("qpdf --check", copy, attack.file);
            EXPECT_EQ(said.status, 0) << attack.name << "\n" << said.output;
        }
    }
}

}  // namespace
}  // namespace yinxin::attacks
