// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/programs.hpp"
#include "support/small_house.hpp"
#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/config/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {

/// A house with both faces and timestamps, and the built program to export from it as people do.
class ExportHouse : public testing::Test {
  protected:
    ExportHouse() {
        test::sure(write_file_durably(path("yinxin.toml"), as_bytes(config::describe())));
    }
    std::filesystem::path path(std::string_view name) { return house_->directory / name; }
    /// What a shell in the house's directory says.
    test::Said shell(const std::string& command) {
        return test::run_program("cd " + house_->directory.string() + " && { " + command +
                                 "\n} 2>&1");
    }
    test::Said run(const std::string& arguments) {
        return shell("LANG=C " YX_PROGRAM " export " + arguments);
    }
    /// The house's own time: its copies are not born yet by the wall clock, or long over.
    std::string at() { return " --at " + format_civil(house_->clock.now()) + " "; }
    test::Said package(const std::string& number, const std::string& more = "--apply") {
        return run("package --data . --reason 归档 --output p.zip" + at() + more + " " + number);
    }
    test::Said check(const std::string& arguments = "--data . p.zip") {
        return run("check" + at() + arguments);
    }
    std::string copy_no(CopyId copy) {
        return house_->one<std::string>("SELECT copy_no FROM copy WHERE copy_id = $1", copy);
    }
    std::string certificate_no(const test::Held& held) {
        return house_->one<std::string>(
            "SELECT certificate_no FROM certificate WHERE holder_id = $1 AND line_id = $2",
            held.holder,
            held.line);
    }
    std::int64_t exports_in_audit() {
        return house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'certificate.exported'");
    }

    test::ScratchHouse house_{test::Timestamps::on, test::Faces::both};
};

}  // namespace yinxin::cli
