// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/suite.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace yinxin::test {

/// The suite of the installations that tests make: the international one, or what YX_TEST_SUITE
/// names ("national"), so that every test can be run in both.
[[nodiscard]] inline crypto::Suite suite() {
    const char* const named = std::getenv("YX_TEST_SUITE");
    if (named == nullptr || *named == '\0') return crypto::Suite::international;
    const auto suite = domain::parse_key<crypto::Suite>(named);
    if (!suite) throw std::invalid_argument("YX_TEST_SUITE is neither national nor international");
    return *suite;
}

}  // namespace yinxin::test
